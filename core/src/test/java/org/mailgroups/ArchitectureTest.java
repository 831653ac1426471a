// SPDX-License-Identifier: Apache-2.0
package org.mailgroups;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.sql.DriverManager;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.mailgroups.imports.ImportService;
import org.mailgroups.right.Principal;

/** Holds the rules that a reader cannot see in one class: arrows between packages, and who is asked for. */
@AnalyzeClasses(packages = "org.mailgroups", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String VALUE = "org.mailgroups.value";
    private static final String IDNA = "org.mailgroups.idna";
    private static final String TEXT = "org.mailgroups.text";
    private static final String GROUP = "org.mailgroups.group";
    private static final String MODERATION = "org.mailgroups.moderation";
    private static final String DISTRIBUTION = "org.mailgroups.distribution";
    private static final String RIGHT = "org.mailgroups.right";
    private static final String STORE = "org.mailgroups.store..";

    private static final String WIRING = "org.mailgroups";

    @ArchTest
    static final ArchRule VALUES_SHOULD_KNOW_THE_JDK_AND_THE_FORMS_OF_TEXT_AND_NAMES_ONLY = classes()
            .that()
            .resideInAPackage(VALUE)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(VALUE, IDNA, TEXT, "java..").and(noSqlAndNoLogging()));

    @ArchTest
    static final ArchRule THE_FORMS_OF_TEXT_SHOULD_KNOW_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage(TEXT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(TEXT, "java..").and(noSqlAndNoLogging()));

    @ArchTest
    static final ArchRule ONE_CLASS_SHOULD_BRING_TEXT_TO_A_FORM = noClasses()
            .that()
            .resideOutsideOfPackage(TEXT)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Normalizer.class);

    @ArchTest
    static final ArchRule ONLY_DOMAIN_NAMES_SHOULD_KNOW_THE_LIBRARY_OF_UNICODE = noClasses()
            .that()
            .resideOutsideOfPackage(IDNA)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.ibm.icu..");

    @ArchTest
    static final ArchRule WHAT_DECIDES_SHOULD_NOT_ASK_A_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(VALUE, RIGHT, GROUP, GROUP + ".right", DISTRIBUTION)
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
    static final ArchRule DISTRIBUTION_SHOULD_BE_PURE = classes()
            .that()
            .resideInAPackage(DISTRIBUTION)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            DISTRIBUTION,
                            "org.mailgroups.choice",
                            GROUP,
                            GROUP + ".setting",
                            MODERATION,
                            RIGHT,
                            VALUE,
                            "java..",
                            "javax.inject")
                    .and(noSqlAndNoLogging()));

    @ArchTest
    static final ArchRule RIGHTS_SHOULD_LOOK_NOTHING_UP = classes()
            .that()
            .resideInAPackage(RIGHT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(RIGHT, VALUE, "com.google.common.collect", "java..")
                    .and(noSqlAndNoLogging()));

    @ArchTest
    static final ArchRule THE_ENGINE_OF_IMPORTS_SHOULD_NOT_KNOW_WHAT_IS_IMPORTED = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.imports..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mailgroups.membership..", "org.mailgroups.profile..", "org.mailgroups.contact..");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_SHOULD_SPEAK_SQL = noClasses()
            .that()
            .resideOutsideOfPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..");

    @ArchTest
    static final ArchRule NOBODY_BUT_THE_WIRING_SHOULD_SEE_THE_STORE = noClasses()
            .that()
            .resideOutsideOfPackages(STORE, WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STORE);

    @ArchTest
    static final ArchRule NOBODY_SHOULD_KNOW_A_DOOR = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.james..",
                    "org.apache.mailet..",
                    "javax.mail..",
                    "javax.servlet..",
                    "org.eclipse.jetty..",
                    "spark..");

    @ArchTest
    static final ArchRule NOBODY_SHOULD_USE_THE_DRIVER_MANAGER =
            noClasses().should().dependOnClassesThat().areAssignableTo(DriverManager.class);

    @ArchTest
    static final ArchRule PACKAGES_SHOULD_NOT_GO_ROUND_IN_CIRCLES =
            slices().matching("org.mailgroups.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LOGS_SHOULD_HAVE_NO_TEXT_AS_IT_CAME = LogRules.valuesAreNeutral("org.mailgroups..");

    /** The exceptions are a limit that is nobody's secret, and the engine of imports, whose callers have asked. */
    @ArchTest
    static final ArchRule SERVICES_SHOULD_BE_TOLD_WHO_ASKS = methods()
            .that()
            .arePublic()
            .and()
            .areNotStatic()
            .and()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Service")
            .and()
            .areDeclaredInClassesThat()
            .areNotAssignableTo(ImportService.class)
            .and()
            .doNotHaveName("maxBytes")
            .should(takeThePrincipalFirst());

    private static ArchCondition<JavaMethod> takeThePrincipalFirst() {
        return new ArchCondition<>("take the principal as first parameter") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                List<JavaClass> parameters = method.getRawParameterTypes();
                if (parameters.isEmpty() || !parameters.get(0).isEquivalentTo(Principal.class)) {
                    events.add(SimpleConditionEvent.violated(
                            method, method.getFullName() + " does not take the principal as first parameter"));
                }
            }
        };
    }

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_STORE_SHOULD_NOT_GO_ROUND_IN_CIRCLES =
            slices().matching("org.mailgroups.store.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PARTS_OF_THE_STORE_SHOULD_NOT_KNOW_THE_WHOLE = noClasses()
            .that()
            .resideInAPackage("org.mailgroups.store.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mailgroups.store");

    private static DescribedPredicate<JavaClass> noSqlAndNoLogging() {
        return DescribedPredicate.not(resideInAPackage("java.sql..").or(resideInAPackage("java.util.logging..")));
    }
}
