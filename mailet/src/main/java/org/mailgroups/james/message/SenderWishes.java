// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.XText;
import org.apache.mailet.Mail;

/**
 * What the sender of a message wishes to be told about a recipient (RFC 3461), as James has noted it. The wishes are
 * the sender's about the group: nothing of them is for the members.
 */
public final class SenderWishes {
    /** The names of all attributes in which James notes them begin so. */
    private static final String PREFIX = "dsn-";

    private SenderWishes() {}

    /** Tells whether an attribute is one of them. Copies for members must not have it. */
    public static boolean isOne(Attribute attribute) {
        return attribute.getName().asString().startsWith(PREFIX);
    }

    /** Returns whether the sender wishes to hear that a recipient has the message. */
    public static boolean success(Mail mail, MailAddress recipient) {
        return notify(mail, recipient)
                .filter(wishes -> wishes.contains(Notify.SUCCESS))
                .isPresent();
    }

    /** Returns whether the sender wishes to hear that a recipient does not get the message; so it is by default. */
    public static boolean failure(Mail mail, MailAddress recipient) {
        return notify(mail, recipient)
                .map(wishes -> wishes.contains(Notify.FAILURE))
                .orElse(true);
    }

    private static Optional<EnumSet<Notify>> notify(Mail mail, MailAddress recipient) {
        return wishes(mail, recipient).flatMap(RecipientDsnParameters::getNotifyParameter);
    }

    private static Optional<RecipientDsnParameters> wishes(Mail mail, MailAddress recipient) {
        return mail.dsnParameters().map(DsnParameters::getRcptParameters).map(all -> all.get(recipient));
    }

    /**
     * Notes what the sender wishes about an alias as wished about a group that it leads to, with the alias as the
     * original recipient if the sender names none (RFC 3461 5.2.7.1). What is wished about the group itself stays.
     *
     * @param answers whether the group is the one that answers for the alias if all goes well
     */
    public static void passOn(Mail mail, MailAddress alias, MailAddress group, boolean answers) {
        Optional<DsnParameters> all = mail.dsnParameters();
        Optional<RecipientDsnParameters> wished = wishes(mail, alias);
        if (wished.isPresent() && wishes(mail, group).isEmpty()) {
            Optional<MailAddress> original = wished.get().getOrcptParameter().or(() -> encoded(alias));
            Map<MailAddress, RecipientDsnParameters> more =
                    new HashMap<>(all.get().getRcptParameters());
            Optional<EnumSet<Notify>> notify = wished.get().getNotifyParameter();
            RecipientDsnParameters.of(answers ? notify : notify.map(SenderWishes::withoutSuccess), original)
                    .ifPresent(wish -> more.put(group, wish));
            mail.setDsnParameters(all.get().withRcptParameters(more));
        }
    }

    private static EnumSet<Notify> withoutSuccess(EnumSet<Notify> wishes) {
        EnumSet<Notify> others = EnumSet.copyOf(wishes);
        others.remove(Notify.SUCCESS);
        return others.isEmpty() ? EnumSet.of(Notify.NEVER) : others;
    }

    /** Returns an address as James keeps original recipients: in xtext. */
    private static Optional<MailAddress> encoded(MailAddress address) {
        try {
            return Optional.of(new MailAddress(XText.encode(address.asString())));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** Returns the name that the sender has given the message, in printable ASCII; empty for none. */
    public static Optional<String> envelopeId(Mail mail) {
        return mail.dsnParameters()
                .flatMap(DsnParameters::getEnvIdParameter)
                .map(DsnParameters.EnvId::asString)
                .flatMap(SenderWishes::decoded);
    }

    /** Returns the address that the sender wrote to, in printable ASCII; empty if the sender does not say. */
    public static Optional<String> originalRecipient(Mail mail, MailAddress recipient) {
        return wishes(mail, recipient)
                .flatMap(RecipientDsnParameters::getOrcptParameter)
                .map(MailAddress::asString)
                .flatMap(SenderWishes::decoded);
    }

    /** Returns what a text in xtext says; the text itself, if that could break a line. */
    private static Optional<String> decoded(String xtext) {
        String plain = XText.isValid(xtext) ? XText.decode(xtext) : xtext;
        return Stream.of(plain, xtext).filter(SenderWishes::isPrintable).findFirst();
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }
}
