// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.mailgroups.LogRules;

@AnalyzeClasses(packages = "org.mailgroups.members", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_PORT_SHOULD_KNOW_NEITHER_STORE_NOR_MAIL_NOR_THE_OTHER_DOOR = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.mailgroups.store..",
                    "org.mailgroups.james..",
                    "org.mailgroups.webadmin..",
                    "org.apache.james..",
                    "java.sql..",
                    "javax.mail..",
                    "javax.servlet..",
                    "jakarta..");

    @ArchTest
    static final ArchRule ONE_PACKAGE_SHOULD_KNOW_THE_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage("org.mailgroups.members.http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule ONE_PACKAGE_SHOULD_KNOW_LDAP = noClasses()
            .that()
            .resideOutsideOfPackage("org.mailgroups.members.ldap")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.unboundid..");

    @ArchTest
    static final ArchRule ROUTES_CALL_SERVICES_ONLY = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.members.api")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Repository");

    @ArchTest
    static final ArchRule PACKAGES_SHOULD_NOT_GO_ROUND_IN_CIRCLES =
            slices().matching("org.mailgroups.members.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LOGS_SHOULD_HAVE_NO_TEXT_AS_IT_CAME = LogRules.valuesAreNeutral("org.mailgroups.members..");
}
