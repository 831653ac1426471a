// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.members;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.utils.PropertiesProvider;

/** The keys with which webadmin verifies the tokens of administrators, as {@code webadmin.properties} names them. */
final class WebadminKeys {
    private static final String URL = "jwt.publickeypem.url";
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final long MAX_BYTES = 1 << 20;

    private WebadminKeys() {}

    /**
     * Returns the keys; none if webadmin asks for no token, or for one whose key is not named there.
     *
     * @throws ConfigurationException with a text for the postmaster, if a key cannot be used here
     */
    static List<PublicKey> read(PropertiesProvider properties, FileSystem files) throws ConfigurationException {
        try {
            Configuration webadmin = properties.getConfiguration("webadmin");
            return webadmin.getBoolean("enabled", false) && webadmin.getBoolean("jwt.enabled", false)
                    ? keys(webadmin.getStringArray(URL), files)
                    : List.of();
        } catch (FileNotFoundException e) {
            // There is no webadmin.
            return List.of();
        }
    }

    private static List<PublicKey> keys(String[] urls, FileSystem files) throws ConfigurationException {
        List<PublicKey> keys = new ArrayList<>();
        for (String url : urls) {
            try {
                keys.add(key(files.getFile(url).toPath()));
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                throw new ConfigurationException(
                        "webadmin.properties: " + URL + " names " + url
                                + ", where the tokens of postmasters need an RSA key in PEM, \"" + BEGIN
                                + "\"; members.postmasters=nobody in groups.properties does without",
                        e);
            }
        }
        return keys;
    }

    private static PublicKey key(Path file) throws IOException, GeneralSecurityException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too long for a key");
        }
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException(file + " has no public key");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    }
}
