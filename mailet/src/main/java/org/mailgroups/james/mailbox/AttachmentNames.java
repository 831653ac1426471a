// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.mailgroups.james.message.FieldParameters;

/** Finds out which files are in a message, without decoding or keeping any of them. */
final class AttachmentNames {
    private static final int MOST = 100;
    private static final String DISPOSITION = "content-disposition";
    private static final String TYPE = "content-type";

    private AttachmentNames() {}

    /**
     * Returns the names of a message's attachments in their order. An attachment without a name has its media type
     * instead. The parts of a broken message that cannot be understood are left out.
     *
     * @param message from its first octet; read to its end at the most. The caller closes it
     */
    static List<String> of(InputStream message) throws IOException {
        List<String> names = new ArrayList<>();
        MimeTokenStream tokens = new MimeTokenStream(MimeConfig.PERMISSIVE);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(message);
        Map<String, FieldParameters> fields = new HashMap<>();
        try {
            while (names.size() < MOST && tokens.getState() != EntityState.T_END_OF_STREAM) {
                switch (tokens.getState()) {
                    case T_START_HEADER -> fields.clear();
                    case T_FIELD -> keep(tokens.getField(), fields);
                    case T_BODY -> name(fields, tokens.getBodyDescriptor()).ifPresent(names::add);
                    default -> {
                        // Says nothing about a file.
                    }
                }
                tokens.next();
            }
        } catch (MimeException e) {
            return names;
        }
        return names;
    }

    private static void keep(Field field, Map<String, FieldParameters> fields) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        if (name.equals(DISPOSITION) || name.equals(TYPE)) {
            // The library's own text of the field has lost octets, depending on its version.
            String octets = new String(field.getRaw().toByteArray(), StandardCharsets.ISO_8859_1);
            fields.putIfAbsent(name, FieldParameters.of(octets.substring(octets.indexOf(':') + 1)));
        }
    }

    private static Optional<String> name(Map<String, FieldParameters> fields, BodyDescriptor part) {
        Optional<FieldParameters> disposition = Optional.ofNullable(fields.get(DISPOSITION));
        return disposition
                .flatMap(field -> field.text("filename"))
                .or(() -> Optional.ofNullable(fields.get(TYPE)).flatMap(field -> field.text("name")))
                .or(() -> disposition
                        .filter(field -> field.value().equals("attachment"))
                        .map(attachment -> part.getMimeType()));
    }
}
