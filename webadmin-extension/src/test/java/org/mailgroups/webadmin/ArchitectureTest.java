/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.mailgroups.webadmin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS_POINT_INWARDS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mailgroups.store..", "org.mailgroups.james..", "java.sql..", "javax.mail..");

    @ArchTest
    static final ArchRule THE_EDGE_KNOWS_NOTHING_BELOW_IT = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.webadmin")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mailgroups.webadmin.*..");

    @ArchTest
    static final ArchRule SUBJECTS_DO_NOT_KNOW_EACH_OTHER = slices().matching("org.mailgroups.webadmin.(*)..")
            .should()
            .notDependOnEachOther()
            // The form of files and the machinery of imports, which are no subjects.
            .ignoreDependency(alwaysTrue(), resideInAPackage("org.mailgroups.webadmin.csv"))
            .ignoreDependency(alwaysTrue(), resideInAPackage("org.mailgroups.webadmin.imports"));

    @ArchTest
    static final ArchRule SERVICES_ARE_FREE_OF_HTTP = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.webadmin.*..")
            .and()
            .haveSimpleNameNotEndingWith("Routes")
            .and()
            .resideOutsideOfPackage("org.mailgroups.webadmin.imports")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("spark..", "javax.servlet..", "org.apache.james.webadmin..", "org.apache.james.rrt..");

    @ArchTest
    static final ArchRule ONLY_TASKS_KNOW_JAMES = noClasses()
            .that()
            .haveNameNotMatching(".*(Routes|Task|Tasks|TaskEndpoints|Summary)(\\$.*)?")
            .and()
            .resideInAPackage("org.mailgroups.webadmin.*..")
            .and()
            // Imports are tasks throughout, and have a rule of their own.
            .resideOutsideOfPackage("org.mailgroups.webadmin.imports")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.james..");

    @ArchTest
    static final ArchRule IMPORTS_ARE_FREE_OF_HTTP = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.webadmin.imports")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("spark..", "javax.servlet..", "org.apache.james.webadmin..");

    @ArchTest
    static final ArchRule IMPORTS_DO_NOT_KNOW_WHAT_IS_IMPORTED = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.webadmin.imports")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.mailgroups.webadmin.group",
                    "org.mailgroups.webadmin.profile",
                    "org.mailgroups.webadmin.contact");

    @ArchTest
    static final ArchRule SERVICES_ARE_FREE_OF_JSON = noClasses()
            .that()
            .haveSimpleNameEndingWith("Service")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("View");

    @ArchTest
    static final ArchRule ROUTES_CALL_SERVICES_ONLY = noClasses()
            .that()
            .haveSimpleNameEndingWith("Routes")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Repository");

    @ArchTest
    static final ArchRule ROUTES_ARE_THOSE_OF_JAMES =
            classes().that().haveSimpleNameEndingWith("Routes").should().implement("org.apache.james.webadmin.Routes");
}
