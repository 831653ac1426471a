// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mailgroups.imports.ImportService;

/**
 * What the routes and the directory call has a right: it stands on the page of rights, which another test compares with
 * what happens.
 */
class RightsPageTest {
    @Test
    void everyServiceMethodThatARouteCallsShouldStandOnThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/rights.md"));

        Set<String> called = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(
                                "org.mailgroups.members.api",
                                "org.mailgroups.members.dav",
                                "org.mailgroups.members.ldap")
                        .stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .map(JavaMethodCall::getTarget)
                        .filter(target -> isService(target.getOwner()))
                        .map(target -> target.getOwner().getSimpleName() + "." + target.getName())
                        .collect(Collectors.toSet());

        assertThat(called)
                .contains(
                        "DirectoryService.open",
                        "OwnGroupService.card",
                        "HeldMessageService.decide",
                        "AddressBookService.get");
        assertThat(called).allSatisfy(method -> assertThat(page).contains("| `" + method + "` |"));
    }

    /** The engine of imports is none: it takes what another one has handed out to somebody who had the right. */
    private static boolean isService(JavaClass type) {
        return !type.isEquivalentTo(ImportService.class)
                && type.getPackageName().startsWith("org.mailgroups.")
                && type.getSimpleName().endsWith("Service");
    }
}
