// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.field.ContentDispositionField;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/** Finds out which files are in a message, without decoding or keeping any of them. */
final class AttachmentNames {
    private static final int MOST = 100;

    private AttachmentNames() {}

    /**
     * Returns the names of a message's attachments in their order. An attachment without a name has its media type
     * instead. The parts of a broken message that cannot be understood are left out.
     *
     * @param message from its first octet; read to its end at the most. The caller closes it
     */
    static List<String> of(InputStream message) throws IOException {
        List<String> names = new ArrayList<>();
        MimeTokenStream tokens =
                new MimeTokenStream(MimeConfig.PERMISSIVE, DecodeMonitor.SILENT, new DefaultBodyDescriptorBuilder());
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(message);
        try {
            while (names.size() < MOST && tokens.getState() != EntityState.T_END_OF_STREAM) {
                if (tokens.getState() == EntityState.T_BODY
                        && tokens.getBodyDescriptor() instanceof MaximalBodyDescriptor part) {
                    addName(part, names);
                }
                tokens.next();
            }
        } catch (MimeException e) {
            return names;
        }
        return names;
    }

    private static void addName(MaximalBodyDescriptor part, List<String> names) {
        String fileName = part.getContentDispositionFilename();
        String name = fileName == null ? part.getContentTypeParameters().get("name") : fileName;
        boolean isAttachment =
                ContentDispositionField.DISPOSITION_TYPE_ATTACHMENT.equals(part.getContentDispositionType());
        if (name != null) {
            names.add(DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT));
        } else if (isAttachment) {
            names.add(part.getMimeType());
        }
    }
}
