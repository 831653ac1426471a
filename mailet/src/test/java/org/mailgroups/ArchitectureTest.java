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
package org.mailgroups;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;

/** The arrows of the design point inwards only: james, store -> distribution, contact -> group. */
@AnalyzeClasses(packages = "org.mailgroups", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GROUP = "org.mailgroups.group";
    private static final String DISTRIBUTION = "org.mailgroups.distribution";
    private static final String CONTACT = "org.mailgroups.contact";
    private static final String STORE = "org.mailgroups.store";
    private static final String JAMES = "org.mailgroups.james..";

    @ArchTest
    static final ArchRule GROUP_SHOULD_KNOW_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage(GROUP)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(GROUP, "java..").and(noSqlAndNoLogging()));

    @ArchTest
    static final ArchRule GROUP_SHOULD_NOT_ASK_A_CLOCK = noClasses()
            .that()
            .resideInAPackage(GROUP)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule DISTRIBUTION_SHOULD_KNOW_GROUP_ONLY = classes()
            .that()
            .resideInAPackage(DISTRIBUTION)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(DISTRIBUTION, GROUP, "java..").and(noSqlAndNoLogging()));

    @ArchTest
    static final ArchRule CONTACT_SHOULD_KNOW_GROUP_ONLY = classes()
            .that()
            .resideInAPackage(CONTACT)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(CONTACT, GROUP, "java..").and(noSqlAndNoLogging()));

    @ArchTest
    static final ArchRule STORE_SHOULD_KNOW_NEITHER_JAMES_NOR_MAIL = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JAMES, "org.apache.james..", "org.apache.mailet..", "javax.mail..");

    @ArchTest
    static final ArchRule ONLY_JAMES_SHOULD_SEE_JAMES = noClasses()
            .that()
            .resideOutsideOfPackage(JAMES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.james..", "org.apache.mailet..", "javax.mail..", "com.google.inject..");

    @ArchTest
    static final ArchRule ONLY_STORE_SHOULD_SPEAK_SQL = noClasses()
            .that()
            .resideOutsideOfPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..");

    @ArchTest
    static final ArchRule NOBODY_SHOULD_USE_THE_DRIVER_MANAGER =
            noClasses().should().dependOnClassesThat().areAssignableTo(DriverManager.class);

    @ArchTest
    static final ArchRule PACKAGES_SHOULD_NOT_GO_ROUND_IN_CIRCLES = SlicesRuleDefinition.slices()
            .matching("org.mailgroups.(*)..")
            .should()
            .beFreeOfCycles();

    private static DescribedPredicate<JavaClass> noSqlAndNoLogging() {
        return DescribedPredicate.not(resideInAPackage("java.sql..").or(resideInAPackage("java.util.logging..")));
    }
}
