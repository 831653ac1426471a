// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.Membership;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.group.setting.OneClick;
import org.mailgroups.group.setting.Unsubscribe;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderFields.Field;
import org.mailgroups.james.message.HeaderLimitException;
import org.mailgroups.james.processor.CopySigner;
import org.mailgroups.james.processor.CopySigners;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;
import org.mailgroups.value.PercentCoding;

/**
 * Lets members elsewhere leave a group with one click (RFC 8058): each gets a link of the own in List-Unsubscribe, and
 * a signature of ours that covers it. Both are made when the copy is sent, so that there is one copy on disk, whatever
 * the number of members. The body is hashed once for all of them.
 *
 * <p>Somebody who is reached through an alias or a forward is no member under the address that the copy goes to, and
 * gets the address to write to. Thread-safe.
 */
public final class OneClickFields implements OwnFields, OneClick {
    private static final int MOST_HASHES = 1000;
    private static final String LIST_UNSUBSCRIBE = "list-unsubscribe";

    private final MembersUrl url;
    private final CopySigners signers;
    private final GroupLookup lookup;
    private final Membership membership;
    private final LeaveLinks links;
    private final Bodies bodies;
    private final Cache<Body, byte[]> hashes = Caffeine.newBuilder()
            .maximumSize(MOST_HASHES)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    private record Body(UUID posting, int number) {}

    @Inject
    public OneClickFields(
            MembersUrl url,
            CopySigners signers,
            GroupLookup lookup,
            Membership membership,
            LeaveLinks links,
            Bodies bodies) {
        this.url = url;
        this.signers = signers;
        this.lookup = lookup;
        this.membership = membership;
        this.links = links;
        this.bodies = bodies;
    }

    @Override
    public Optional<String> obstacle(String domain) {
        if (url.text().isEmpty()) {
            return Optional.of("groups.properties has no members.publicUrl");
        }
        return signers.of(domain).isPresent()
                ? Optional.empty()
                : Optional.of("no copies are signed for " + domain + ", see SignForGroup in mailetcontainer.xml");
    }

    /** Returns whether members of a group elsewhere get links of their own. */
    public boolean isOffered(GroupEntry group) {
        return group.settings().copies().unsubscribe() == Unsubscribe.ONE_CLICK
                && obstacle(group.address().domain()).isEmpty();
    }

    @Override
    public Optional<Maker> of(DueChunk chunk, PostingCopy copy) throws IOException {
        Optional<GroupEntry> group = copy.groupId().flatMap(lookup::find).filter(this::isOffered);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        HeaderFields header = header(copy);
        if (header.named(LIST_UNSUBSCRIBE).findAny().isPresent()) {
            // It was made when the group had another setting.
            return Optional.empty();
        }
        CopySigner signer = signers.of(group.get().address().domain()).orElseThrow();
        byte[] hash = hash(signer, new Body(chunk.posting().id(), copy.body()));
        return Optional.of(recipient -> make(copy, header, group.get(), recipient, signer, hash));
    }

    private static HeaderFields header(PostingCopy copy) throws IOException {
        try {
            return HeaderFields.read(new ByteArrayInputStream(copy.header()));
        } catch (HeaderLimitException e) {
            throw new IOException(e);
        }
    }

    /** Hashes a body once: others who need it wait. */
    private byte[] hash(CopySigner signer, Body body) throws IOException {
        try {
            return hashes.get(body, wanted -> read(signer, wanted));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private byte[] read(CopySigner signer, Body body) {
        try (InputStream octets = bodies.open(body.posting(), body.number())) {
            // A body begins with the empty line.
            HeaderFields.read(octets);
            return signer.hash(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private PostingCopy make(
            PostingCopy copy, HeaderFields header, GroupEntry group, Address recipient, CopySigner signer, byte[] hash)
            throws IOException {
        List<Field> own = fields(group, recipient);
        List<Field> all = Stream.concat(own.stream(), header.fields().stream()).toList();
        Optional<String> signature;
        try {
            signature = signer.sign(group.address().domain(), new HeaderFields(all, header.length()), hash);
        } catch (MessagingException e) {
            throw new IOException(e);
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        signature.ifPresent(field -> octets.writeBytes((field + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
        own.stream()
                // One click needs a signature that covers it (RFC 8058 4).
                .filter(field -> signature.isPresent() || field.name().equals(LIST_UNSUBSCRIBE))
                .forEach(field -> octets.writeBytes(field.octets()));
        int added = octets.size();
        octets.writeBytes(copy.header());
        return new PostingCopy(
                copy.number(),
                copy.group(),
                copy.sender(),
                octets.toByteArray(),
                copy.body(),
                copy.bytes() + added,
                copy.eightBit(),
                copy.form(),
                copy.formOf());
    }

    private List<Field> fields(GroupEntry group, Address recipient) {
        if (!membership.contains(group, Set.of(recipient))) {
            return List.of(field(
                    "List-Unsubscribe",
                    mailto(RoleEnding.LEAVE.at(group.address()).localPart(), "", group)));
        }
        String token = links.token(group, recipient);
        String base = RoleEnding.LEAVE.base(group.address(), Tokens.LENGTH);
        List<Field> fields = new ArrayList<>();
        fields.add(field(
                "List-Unsubscribe",
                '<' + url.link(token).orElseThrow() + ">,\r\n " + mailto(base, '+' + token, group)));
        fields.add(field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        return fields;
    }

    private static Field field(String name, String value) {
        return new Field(name.toLowerCase(Locale.ROOT), name + ": " + value + "\r\n");
    }

    /** Returns an address as a URL. A plus sign stands for itself there (RFC 6068 2). */
    private static String mailto(String base, String detail, GroupEntry group) {
        return "<mailto:" + PercentCoding.encodeSegment(base) + detail + '@'
                + group.address().domain() + '>';
    }
}
