// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.TaskExtensionModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImports;
import org.mailgroups.distribution.Identities;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportStart;
import org.mailgroups.membership.MemberImports;
import org.mailgroups.profile.ProfileImports;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/**
 * Tells James how {@code /tasks} shows imports. It is named in {@code guice.extension.task} of
 * {@code extensions.properties}; without it the {@code additionalInformation} of an import is null.
 *
 * <p>James may pass a task to another node. The task is read back there from its {@link ImportOrder}.
 */
public final class ImportTasksModule implements TaskExtensionModule {
    private final ImportService imports;
    private final MemberImports members;
    private final ProfileImports profiles;
    private final ContactImports contacts;
    private final Identities identities;

    @Inject
    public ImportTasksModule(
            ImportService imports,
            MemberImports members,
            ProfileImports profiles,
            ContactImports contacts,
            Identities identities,
            ImportStart start,
            Provider<ImportTasks> tasks) {
        this.imports = imports;
        this.members = members;
        this.profiles = profiles;
        this.contacts = contacts;
        this.identities = identities;
        // The task manager is not there yet: it asks this class what tasks look like.
        start.by(job -> tasks.get().start(job));
    }

    private ImportTask task(ImportOrder order) {
        return new ImportTask(
                order, () -> imports.resume(order.importId(), principal -> kind(asBegun(principal, order), order)));
    }

    /** Returns the one who has begun an import, with the rights of today if that is a user. */
    private Principal asBegun(Principal principal, ImportOrder order) {
        return principal
                .address()
                .filter(user -> order.byUser())
                .<Principal>map(user -> new Principal.User(user, identities.of(user)))
                .orElse(principal);
    }

    private ImportKind<?, ?> kind(Principal principal, ImportOrder order) {
        if (order.kind().equals(ImportInformation.Members.TYPE.asString())) {
            return members.into(principal, Address.parse(order.subject()));
        }
        return order.kind().equals(ImportInformation.Profiles.TYPE.asString())
                ? profiles.all(principal)
                : contacts.into(
                        principal,
                        UUID.fromString(order.subject()),
                        order.vcards() ? ContactFormat.VCARD : ContactFormat.CSV);
    }

    @Override
    public Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> taskDTOModules() {
        return Set.of(DTOModule.forDomainObject(ImportTask.class)
                .convertToDTO(ImportOrder.class)
                .toDomainObjectConverter(this::task)
                .toDTOConverter((task, type) -> task.order())
                .typeName(ImportOrder.TYPE)
                .withFactory(TaskDTOModule::new));
    }

    @Override
    public Set<
                    AdditionalInformationDTOModule<
                            ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>>
            taskAdditionalInformationDTOModules() {
        return Set.of(ImportInformationDto.members(), ImportInformationDto.profiles(), ImportInformationDto.contacts());
    }
}
