// SPDX-License-Identifier: Apache-2.0
package org.mailgroups;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** The rule about the size of a package, for the architecture tests of all modules. */
public final class PackageSizes {
    private static final int MAX_FILES = 25;

    private PackageSizes() {}

    /** Returns the rule that a package has at most {@value #MAX_FILES} source files, {@code package-info} aside. */
    public static ArchRule areSmall() {
        return ArchRuleDefinition.classes()
                .that(DescribedPredicate.describe("are files", PackageSizes::isFile))
                .should(new ArchCondition<>("be in a package of at most " + MAX_FILES + " files") {
                    @Override
                    public void check(JavaClass file, ConditionEvents events) {
                        long files = file.getPackage().getClasses().stream()
                                .filter(PackageSizes::isFile)
                                .count();
                        events.add(new SimpleConditionEvent(
                                file, files <= MAX_FILES, file.getPackageName() + " has " + files + " files"));
                    }
                });
    }

    private static boolean isFile(JavaClass type) {
        return type.isTopLevelClass()
                && !type.isArray()
                && !type.getSimpleName().equals("package-info");
    }
}
