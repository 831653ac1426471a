// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.mailgroups.LogRules;

/** Holds the arrows between James and the core. */
@AnalyzeClasses(packages = "org.mailgroups.james", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule MAIL_SHOULD_SPEAK_NEITHER_SQL_NOR_HTTP = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.james..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "spark..", "javax.servlet..");

    @ArchTest
    static final ArchRule PACKAGES_SHOULD_NOT_GO_ROUND_IN_CIRCLES =
            slices().matching("org.mailgroups.james.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_BELOW_SHOULD_KNOW_THE_NAMES_THAT_CONFIGURATION_HOLDS = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.james.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mailgroups.james");

    /** The double of the spool looks at what they make: CRLF only. A new one needs tests with that double. */
    @ArchTest
    static final ArchRule ONLY_THREE_CLASSES_SHOULD_WRITE_MAIL_OF_OUR_OWN = noClasses()
            .that()
            .doNotHaveSimpleName("Notices")
            .and()
            .doNotHaveSimpleName("AutomaticAnswers")
            .and()
            .doNotHaveSimpleName("SuccessReports")
            .should()
            .callConstructor(MimeMessage.class, Session.class);

    @ArchTest
    static final ArchRule LOGS_SHOULD_HAVE_NO_TEXT_AS_IT_CAME = LogRules.valuesAreNeutral("org.mailgroups.james..");
}
