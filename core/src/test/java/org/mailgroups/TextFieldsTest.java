// SPDX-License-Identifier: Apache-2.0
package org.mailgroups;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.json.Given;
import org.mailgroups.text.NormalForm;
import org.mailgroups.value.Address;

/**
 * Walks all records and gives each of their texts one that came from a Mac, a telephone and a spreadsheet at once. A
 * new record with a text is here by itself: it has the text in normal form, or a reason why not.
 */
class TextFieldsTest {
    private static final String TEXT = "\u200e\u00a0Jose\u0301\u00ad Mun\u0303oz\u200b\u202c\ufeff";

    /** Records, or components of records, whose text is not normal, by the reason. */
    private static final Map<String, List<String>> EXEMPT = Map.of(
            "a sentence of our own",
            List.of(
                    "backup.Report$Rejection",
                    "contact.file.ContactRow.flaws",
                    "distribution.AddressRewriting$Rewritten$Nowhere",
                    "distribution.Decision$Hold",
                    "distribution.Decision$Refuse",
                    "distribution.ExplainService$Explanation",
                    "distribution.Expansion$Complete",
                    "imports.ImportKind$Resolution$Refused",
                    "imports.ImportState",
                    "imports.history.ImportRecord.reason",
                    "membership.RecipientService$FinalRecipient"),
            "a key that nobody reads",
            List.of(
                    "confirmation.Confirmations$Question",
                    "contact.Contact.domain",
                    "contact.ContactGroup.domain",
                    "contact.FoundContact",
                    "contact.FoundContactGroup",
                    "contact.file.ContactKey$Fresh",
                    "contact.file.ContactKey$Likely",
                    "correspondence.CorrespondencePage",
                    "deletion.Deletion",
                    "directory.BookEntry",
                    "directory.DirectoryRepository$Place",
                    "directory.EntryKey",
                    "group.NewGroup.createdBy",
                    "membership.Stretch",
                    "delivery.GroupOutcome.cause",
                    "delivery.Posting.key",
                    "delivery.Posting.origin",
                    "delivery.Route",
                    "distribution.Arrival",
                    "distribution.Author",
                    "distribution.StormGuard$Key$Conversation",
                    "distribution.StormGuard$Key$Sender",
                    "imports.history.ImportTarget",
                    "right.Thing",
                    "token.Token",
                    "moderation.NewHeldMessage.id",
                    "value.Page",
                    "value.PageRequest"),
            "a file or a message as it came",
            List.of(
                    "call.Answer$FileContent",
                    "call.Answer$Octets",
                    "call.view.DecisionBody",
                    "call.view.ManyDecisionsBody",
                    "call.view.MemberNameBody",
                    "call.view.RejectionView",
                    "call.view.PickBody",
                    "contact.ForeignCard.properties",
                    "contact.file.VCardTexts$CardText",
                    "csv.CsvRecord",
                    "delivery.PostingCopy",
                    "imports.PlannedRow",
                    "imports.Row",
                    "imports.history.Rejection",
                    "moderation.HeldMessageContent$HeaderField"),
            "made from what is normal already",
            List.of(
                    "addressbook.Mailbox",
                    "apppassword.AppPasswordService$Made.secret",
                    "call.PageView",
                    "call.view.AddressBookEntryView",
                    "call.view.BounceView",
                    "call.view.EmailView",
                    "call.view.ExclusionView",
                    "call.view.HeldMessageView",
                    "call.view.ImportView",
                    "call.view.CorrespondenceView",
                    "call.view.JoinRequestView",
                    "call.view.JoinView",
                    "call.view.PostingView",
                    "call.view.MemberView",
                    "call.view.MembershipView",
                    "contact.Contact.uid",
                    "contact.ContactGroup.name",
                    "creation.NamePattern",
                    "directory.BookCard",
                    "group.Group",
                    "group.GroupEntry",
                    "group.GroupRepository$Present",
                    "group.setting.ListId",
                    "group.Member",
                    "imports.history.ImportRecord.principal",
                    "joining.JoinRequestService$Shown",
                    "membership.CandidateService$Candidate",
                    "profile.IdentifierHolder$OfContact",
                    "profile.SharedIdentifier"),
            "goes over the wire to a mail server, or came from one and is one harmless line",
            List.of(
                    "dmarc.DmarcFinding",
                    "delivery.smtp.Envelope",
                    "delivery.smtp.Outcome",
                    "delivery.smtp.Reply",
                    "delivery.smtp.SmtpCredentials",
                    "delivery.smtp.SmtpHost",
                    "delivery.smtp.SmtpResult",
                    "delivery.smtp.SmtpSettings",
                    "delivery.carrier.Answer",
                    "delivery.carrier.Hop$Domain",
                    "delivery.carrier.Hop$Host",
                    "delivery.carrier.Hop$Processor",
                    "delivery.carrier.Hop$Servers",
                    "delivery.carrier.NextHops$Found$Never",
                    "delivery.carrier.NextHops$Found$NoDomain",
                    "delivery.carrier.NextHops$Found$Unknown",
                    "delivery.carrier.SevenBitCopies$Made$Later",
                    "delivery.carrier.SevenBitCopies$Made$Never"),
            "becomes a NewGroup, a Profile, a StoredMember, ContactDetails, GroupSettings, an Address or a SearchQuery",
            List.of(
                    "backup.BackupGroup",
                    "backup.ChoiceEntry",
                    "backup.ExclusionEntry",
                    "backup.MappedGroup",
                    "backup.MemberEntry",
                    "backup.ProfileEntry",
                    "call.view.GroupChangeBody",
                    "call.view.MemberBody",
                    "call.view.NewGroupBody",
                    "contact.ContactDraft",
                    "contact.ContactFilter",
                    "group.GroupDraft",
                    "group.SettingsJson"));

    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.mailgroups").stream()
                        .filter(JavaClass::isRecord)
                        .filter(record -> !record.getModifiers().contains(JavaModifier.PRIVATE))
                        // What the store holds was normal before, see the migrations.
                        .filter(record -> !record.getPackageName().startsWith("org.mailgroups.store"))
                        .map(JavaClass::reflect)
                        .filter(record -> Arrays.stream(record.getRecordComponents())
                                .anyMatch(component -> holdsText(component.getGenericType())));
    }

    private static boolean holdsText(Type type) {
        return type == String.class
                || (type instanceof ParameterizedType generic
                        && Arrays.asList(generic.getActualTypeArguments()).contains(String.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void textShouldBeInNormalForm(Class<?> record) throws ReflectiveOperationException {
        if (isExempt(name(record))) {
            return;
        }
        Object made = made(record);
        for (RecordComponent component : record.getRecordComponents()) {
            if (holdsText(component.getGenericType()) && !isExempt(name(record) + "." + component.getName())) {
                component.getAccessor().setAccessible(true);
                assertThat(String.valueOf(component.getAccessor().invoke(made)))
                        .as(name(record) + "." + component.getName())
                        .contains(NormalForm.of(TEXT))
                        .doesNotContain(TEXT);
            }
        }
    }

    private static boolean isExempt(String name) {
        return EXEMPT.values().stream().anyMatch(names -> names.contains(name));
    }

    @Test
    void exemptRecordsShouldExist() {
        Set<String> names = records()
                .flatMap(record -> Stream.concat(
                        Stream.of(name(record)),
                        Arrays.stream(record.getRecordComponents())
                                .map(component -> name(record) + "." + component.getName())))
                .collect(Collectors.toSet());

        assertThat(EXEMPT.values().stream().flatMap(List::stream)).isSubsetOf(names);
    }

    private static String name(Class<?> record) {
        return record.getName().substring("org.mailgroups.".length());
    }

    private static Object made(Class<?> record) throws ReflectiveOperationException {
        RecordComponent[] components = record.getRecordComponents();
        Constructor<?> constructor = record.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i].getGenericType());
        }
        return constructor.newInstance(values);
    }

    private static Object value(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return container((Class<?>) generic.getRawType(), value(generic.getActualTypeArguments()[0]));
        }
        if (type == String.class) {
            return TEXT;
        }
        if (!(type instanceof Class<?> simple)) {
            return null;
        }
        if (simple.isEnum()) {
            // Only somebody who waits has a next attempt.
            return simple == RecipientState.class
                    ? RecipientState.WAITING
                    : simple.getEnumConstants()[simple.getEnumConstants().length - 1];
        }
        if (simple == ListId.class) {
            return new ListId("team.example.org");
        }
        if (simple.isRecord()) {
            return made(simple);
        }
        if (simple.isPrimitive()) {
            return simple == boolean.class ? Boolean.TRUE : simple == int.class ? (Object) 1 : (Object) 1L;
        }
        return Stream.of(
                        Address.parse("ann@example.org"),
                        Instant.EPOCH,
                        new UUID(0, 1),
                        new byte[0],
                        OptionalLong.empty(),
                        OptionalInt.empty())
                .filter(simple::isInstance)
                .findFirst()
                .orElse(null);
    }

    private static Object container(Class<?> raw, Object content) {
        if (raw == Optional.class) {
            return Optional.ofNullable(content);
        }
        if (raw == Given.class) {
            return content == null ? Given.absent() : Given.of(content);
        }
        List<Object> contents = Stream.ofNullable(content).toList();
        return raw == Set.class ? Set.copyOf(contents) : raw == Map.class ? Map.of() : contents;
    }
}
