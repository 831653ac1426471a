// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import ezvcard.VCardVersion;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Page;

/** Exports hold few cards in memory, however long those are. */
class ContactFilesTest {
    private static final UUID GROUP = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    private static final int CONTACTS = 1000;
    private static final ForeignCard PHOTO =
            new ForeignCard("", "BEGIN:VCARD\r\nVERSION:4.0\r\nX-PHOTO:" + "x".repeat(20_000) + "\r\nEND:VCARD\r\n");

    private final AtomicInteger cardsRead = new AtomicInteger();

    private static ContactDetails details(int number) {
        return new ContactDetails("Contact " + number, "", List.of(), List.of(), "", "", "", "", "", false);
    }

    /** A store with one page of contacts, each of which has a photo. */
    private ContactRepository contacts() {
        List<FoundContact> page = IntStream.range(0, CONTACTS)
                .mapToObj(i -> new Contact(UUID.randomUUID(), GROUP, "example.org", details(i), "", 1))
                .map(contact -> new FoundContact(contact, contact.id().toString()))
                .toList();
        return (ContactRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ContactRepository.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "findGroup" -> Optional.of(new ContactGroup(GROUP, "example.org", "All", CONTACTS, 1));
                        case "list" -> new Page<>(page, Optional.empty());
                        case "cards" -> cards((Collection<?>) arguments[0]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private Map<Object, ForeignCard> cards(Collection<?> ids) {
        assertThat(ids).hasSizeLessThanOrEqualTo(ContactRepository.CARDS_AT_ONCE);
        cardsRead.addAndGet(ids.size());
        return ids.stream().collect(Collectors.toMap(Function.identity(), id -> PHOTO));
    }

    @Test
    void vcardsShouldReadCardsOnlyAsTheyAreWritten() {
        Iterator<String> pieces = new ContactFiles(contacts(), new AuditTrail())
                .vcards(Principal.postmaster("admin"), GROUP, VCardVersion.V3_0)
                .iterator();

        int written = 0;
        while (pieces.hasNext()) {
            written += pieces.next().split("BEGIN:VCARD", -1).length - 1;
            assertThat(cardsRead.get()).isLessThanOrEqualTo(written + 2 * ContactRepository.CARDS_AT_ONCE);
        }
        assertThat(written).isEqualTo(CONTACTS);
    }

    @Test
    void csvShouldReadNoCard() {
        assertThat(new ContactFiles(contacts(), new AuditTrail()).csv(Principal.postmaster("admin"), GROUP))
                .hasSize(2);
        assertThat(cardsRead).hasValue(0);
    }
}
