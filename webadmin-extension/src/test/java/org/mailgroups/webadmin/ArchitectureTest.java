// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.mailgroups.LogRules;

@AnalyzeClasses(packages = "org.mailgroups.webadmin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule HTTP_SHOULD_KNOW_NEITHER_STORE_NOR_MAIL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.mailgroups.store..",
                    "org.mailgroups.james..",
                    "org.mailgroups.members..",
                    "java.sql..",
                    "javax.mail..");

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
            // The packages of imports and of other tasks serve all subjects, and are none themselves.
            .ignoreDependency(
                    alwaysTrue(),
                    resideInAnyPackage("org.mailgroups.webadmin.imports", "org.mailgroups.webadmin.task"));

    @ArchTest
    static final ArchRule ROUTES_CALL_SERVICES_ONLY = noClasses()
            .that()
            .haveNameMatching(".*(Routes|Endpoints)")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Repository");

    @ArchTest
    static final ArchRule ROUTES_ARE_THOSE_OF_JAMES =
            classes().that().haveSimpleNameEndingWith("Routes").should().implement("org.apache.james.webadmin.Routes");

    @ArchTest
    static final ArchRule LOGS_SHOULD_HAVE_NO_TEXT_AS_IT_CAME = LogRules.valuesAreNeutral("org.mailgroups.webadmin..");
}
