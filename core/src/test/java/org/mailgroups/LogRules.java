// SPDX-License-Identifier: Apache-2.0
package org.mailgroups;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;

/** The rule of what is logged, for each module: the server that the plugin runs in may log a text as it is. */
public final class LogRules {
    private LogRules() {}

    /** Returns the rule that a method which logs more than a text of its own makes harmless what it logs. */
    public static ArchRule valuesAreNeutral(String packages) {
        return classes()
                .that()
                .resideInAPackage(packages)
                .and()
                .areNotAssignableTo(AuditTrail.class)
                .should(takeWhatTheyLogThroughLogText());
    }

    private static ArchCondition<JavaClass> takeWhatTheyLogThroughLogText() {
        return new ArchCondition<>("take what they log through LogText") {
            @Override
            public void check(JavaClass logging, ConditionEvents events) {
                logging.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().isEquivalentTo(Logger.class))
                        .filter(call -> call.getTarget().getRawParameterTypes().size() > 1)
                        .filter(call -> !isNeutral(logging, call))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
            }
        };
    }

    private static boolean isNeutral(JavaClass logging, JavaMethodCall logged) {
        return logging.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getOrigin().equals(logged.getOrigin())
                        && call.getTargetOwner().isEquivalentTo(LogText.class));
    }
}
