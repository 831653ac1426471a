// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.io.ParseWarning;
import ezvcard.io.text.VCardReader;
import ezvcard.io.text.VCardWriter;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.ProductId;
import ezvcard.property.RawProperty;
import ezvcard.property.Revision;
import ezvcard.property.VCardProperty;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/** vCards from and to text (RFC 6350, RFC 2426, vCard 2.1). */
final class VCards {
    /** Apple's name for the label of the property in the same group, understood by most programs. */
    static final String LABEL = "X-ABLABEL";

    /** The code of the library's warning about a line that is no property, and that it would leave out. */
    private static final int UNREADABLE_LINE = 27;

    private static final Pattern VERSION =
            Pattern.compile("^VERSION:[ \\t]*(.*\\S)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    /** The beginning of a property. */
    private static final Pattern PROPERTY =
            Pattern.compile("^(?:[\\w-]{1,60}\\.)?([\\w-]{1,60})[;:]", Pattern.MULTILINE);

    private VCards() {}

    /**
     * Returns the card in a text, in the form of version 4.0 whatever it was before. So it is the same if it is written
     * and read again. PRODID and REV are gone, because they speak of the file that the card came in.
     *
     * @throws InvalidValueException if something in it would be lost
     */
    static VCard parse(String text) {
        requireKnownVersion(text);
        refuseNul(text);
        VCard card = read(text);
        card.setVersion(VCardVersion.V4_0);
        card.removeProperties(ProductId.class);
        card.removeProperties(Revision.class);
        for (VCardProperty property : card.getProperties()) {
            // The value is decoded by now.
            VCardParameters parameters = property.getParameters();
            parameters.removeAll(VCardParameters.CHARSET);
            if (isQuotedPrintable(parameters)) {
                parameters.removeAll(VCardParameters.ENCODING);
            }
        }
        return read(write(card, VCardVersion.V4_0));
    }

    private static void requireKnownVersion(String text) {
        Matcher version = VERSION.matcher(text);
        if (version.find() && VCardVersion.valueOfByStr(version.group(1)) == null) {
            throw new InvalidValueException(
                    "the vCard has version " + Text.cleanedLine(version.group(1), 40) + "; 2.1, 3.0 and 4.0 are read");
        }
    }

    private static void refuseNul(String text) {
        int nul = text.indexOf(0);
        if (nul < 0) {
            return;
        }
        Matcher property = PROPERTY.matcher(text).region(0, nul);
        String name = "a line";
        while (property.find()) {
            name = property.group(1);
        }
        throw new InvalidValueException(name + " of the vCard has a control character (NUL)");
    }

    private static boolean isQuotedPrintable(VCardParameters parameters) {
        String encoding = parameters.first(VCardParameters.ENCODING);
        return encoding != null && encoding.toUpperCase(Locale.ROOT).equals("QUOTED-PRINTABLE");
    }

    private static VCard read(String text) {
        try (VCardReader reader = new VCardReader(text)) {
            reader.setDefaultQuotedPrintableCharset(StandardCharsets.UTF_8);
            VCard card = reader.readNext();
            if (card == null) {
                throw new InvalidValueException("the vCard cannot be read: it has no content");
            }
            refuseLosses(reader.getWarnings());
            return card;
        } catch (IOException e) {
            // A string does not fail.
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw unreadable(e);
        }
    }

    private static void refuseLosses(List<ParseWarning> warnings) {
        for (ParseWarning warning : warnings) {
            if (warning.getCode() != null && warning.getCode() == UNREADABLE_LINE) {
                throw new InvalidValueException("the vCard has a line that is no property: " + warning.getMessage());
            }
        }
    }

    /** Returns a card as text, its lines folded and ended by CRLF. */
    static String write(VCard card, VCardVersion version) {
        StringWriter text = new StringWriter();
        try (VCardWriter writer = new VCardWriter(text, version)) {
            writer.setAddProdId(false);
            writer.setVersionStrict(false);
            writer.setCaretEncodingEnabled(true);
            // Without them the library would cut off an escaped semicolon, too.
            writer.setIncludeTrailingSemicolons(true);
            writer.write(card);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw unreadable(e);
        }
        return text.toString();
    }

    /** Returns properties as text of version 4.0, in an order that depends on nothing but them. */
    static String write(Collection<? extends VCardProperty> properties) {
        VCard card = new VCard(VCardVersion.V4_0);
        properties.stream().sorted(Comparator.comparing(VCards::name)).forEach(card::addProperty);
        return write(card, VCardVersion.V4_0);
    }

    /** Labels come in the order of their groups, since they move with the properties that they label. */
    private static String name(VCardProperty property) {
        if (!(property instanceof RawProperty raw)) {
            return property.getClass().getSimpleName();
        }
        String name = raw.getPropertyName().toUpperCase(Locale.ROOT);
        return "X " + name + (name.equals(LABEL) ? " " + raw.getGroup() : "");
    }

    private static InvalidValueException unreadable(RuntimeException cause) {
        return new InvalidValueException("the vCard cannot be read: " + cause.getMessage(), cause);
    }
}
