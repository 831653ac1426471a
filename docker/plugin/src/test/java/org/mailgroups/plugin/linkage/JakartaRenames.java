// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.eclipse.transformer.jakarta.JakartaTransform;
import org.objectweb.asm.commons.Remapper;

/** The renaming of packages that the Jakarta EE 9 rules of Eclipse Transformer prescribe. */
public final class JakartaRenames extends Remapper {
    private final Properties packages = new Properties();

    public JakartaRenames() {
        try (InputStream in = JakartaTransform.class.getResourceAsStream("jakarta-renames.properties")) {
            packages.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String map(String internalName) {
        int end = internalName.lastIndexOf('/');
        if (end < 0) {
            return internalName;
        }
        String renamed = packages.getProperty(internalName.substring(0, end).replace('/', '.'));
        return renamed == null ? internalName : renamed.replace('.', '/') + internalName.substring(end);
    }
}
