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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/** vCards from and to text (RFC 6350, RFC 2426, vCard 2.1). */
final class VCards {
    /** Apple's name for the label of the property in the same group, understood by most programs. */
    static final String LABEL = "X-ABLABEL";

    /** The code of the library's warning about a line that is no property, and that it would leave out. */
    private static final int UNREADABLE_LINE = 27;

    /** The codes of its warnings about a property left out, an unknown charset, and broken quoted-printable. */
    private static final Set<Integer> LOSSES = Set.of(22, 23, 38);

    private VCards() {}

    /**
     * Returns the card in a text, in the form of version 4.0 whatever it was before. So it is the same if it is written
     * and read again. PRODID and REV are gone, because they speak of the file that the card came in. A property that
     * cannot be read is {@link CardLines#UNREAD}.
     *
     * @param flaws gets what is wrong with the card
     * @throws InvalidValueException if it has an unknown version
     */
    static VCard parse(String text, Flaws flaws) {
        CardLines lines = CardLines.of(text, flaws);
        String version = lines.version().orElse("");
        requireKnownVersion(version);
        try {
            return read(version, lines.properties(), flaws);
        } catch (InvalidValueException e) {
            return read(version, readable(version, lines.properties(), flaws), flaws);
        }
    }

    private static void requireKnownVersion(String version) {
        if (!version.isEmpty() && VCardVersion.valueOfByStr(version) == null) {
            throw new InvalidValueException(
                    "the vCard has version " + Text.cleanedLine(version, 40) + "; 2.1, 3.0 and 4.0 are read");
        }
    }

    /** Looks at each property by itself. */
    private static List<String> readable(String version, List<String> properties, Flaws flaws) {
        return properties.stream()
                .map(property -> isReadable(version, property) ? property : CardLines.unread(property, flaws))
                .toList();
    }

    private static boolean isReadable(String version, String property) {
        try {
            read(version, List.of(property), new Flaws());
            return true;
        } catch (InvalidValueException e) {
            return false;
        }
    }

    private static VCard read(String version, List<String> properties, Flaws flaws) {
        String head = VCardTexts.BEGIN + "\n" + (version.isEmpty() ? "" : "VERSION:" + version + "\n");
        VCard card = read(head + String.join("\n", properties) + "\n" + VCardTexts.END + "\n", flaws);
        card.setVersion(VCardVersion.V4_0);
        card.removeProperties(ProductId.class);
        card.removeProperties(Revision.class);
        card.getProperties().forEach(property -> mend(property.getParameters(), flaws));
        return read(withoutControls(write(card, VCardVersion.V4_0), flaws), flaws);
    }

    /** Leaves out parameters that no card of ours can have. The value is decoded by now. */
    private static void mend(VCardParameters parameters, Flaws flaws) {
        parameters.removeAll(VCardParameters.CHARSET);
        if (isQuotedPrintable(parameters)) {
            parameters.removeAll(VCardParameters.ENCODING);
        }
        for (String name : new ArrayList<>(parameters.keySet())) {
            if (name == null || !VCardGrammar.isName(name)) {
                flaws.add("no parameter can have the name " + Flaws.quoted(String.valueOf(name)) + "; it was left out");
                parameters.removeAll(name);
            }
        }
    }

    /** Takes out control characters that were encoded. */
    private static String withoutControls(String text, Flaws flaws) {
        if (text.codePoints().noneMatch(VCards::isControl)) {
            return text;
        }
        flaws.add("a value has a control character, in the place of which stands a space");
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().map(c -> isControl(c) ? ' ' : c).forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    private static boolean isControl(int codePoint) {
        return codePoint != '\r' && codePoint != '\n' && CardLines.isControl(codePoint);
    }

    private static boolean isQuotedPrintable(VCardParameters parameters) {
        return parameters.get(VCardParameters.ENCODING).stream().anyMatch("QUOTED-PRINTABLE"::equalsIgnoreCase);
    }

    private static VCard read(String text, Flaws flaws) {
        try (VCardReader reader = new VCardReader(text)) {
            reader.setDefaultQuotedPrintableCharset(StandardCharsets.UTF_8);
            VCard card = reader.readNext();
            if (card == null) {
                throw new InvalidValueException("the vCard cannot be read: it has no content");
            }
            tellLosses(reader.getWarnings(), flaws);
            return card;
        } catch (IOException e) {
            // A string does not fail.
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw unreadable(e);
        }
    }

    private static void tellLosses(List<ParseWarning> warnings, Flaws flaws) {
        for (ParseWarning warning : warnings) {
            int code = warning.getCode() == null ? 0 : warning.getCode();
            if (code == UNREADABLE_LINE) {
                throw new InvalidValueException("the vCard has a line that is no property: " + warning.getMessage());
            }
            if (LOSSES.contains(code)) {
                flaws.add(warning.getPropertyName() + ": " + warning.getMessage());
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
            // The library counts characters, and a line has so many octets.
            writer.getVObjectWriter().getFoldedLineWriter().setLineLength(null);
            writer.write(card);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw unreadable(e);
        }
        return VCardGrammar.folded(text.toString());
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

    /** Returns the name of a property as it is written. */
    static String nameOf(VCardProperty property) {
        return CardLines.name(
                write(List.of(property)).lines().skip(2).findFirst().orElse(""));
    }

    private static InvalidValueException unreadable(RuntimeException cause) {
        return new InvalidValueException("the vCard cannot be read: " + cause.getMessage(), cause);
    }
}
