// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConversionException;

/** Reads the parameters in {@code smtpserver.xml} that are ours. */
final class Parameters {
    private Parameters() {}

    /**
     * Returns a whole number above 0.
     *
     * @throws ConfigurationException that names the parameter and says what it should be
     */
    static int positive(Configuration configuration, String name, int otherwise) throws ConfigurationException {
        try {
            int value = configuration.getInt(name, otherwise);
            if (value > 0) {
                return value;
            }
        } catch (ConversionException e) {
            throw wrong(configuration, name, e);
        }
        throw wrong(configuration, name, null);
    }

    /**
     * Returns networks such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}, or addresses.
     *
     * @throws ConfigurationException that names the parameter and the part of it that is none
     */
    static List<Network> networks(Configuration configuration, String name, String otherwise)
            throws ConfigurationException {
        List<Network> networks = new ArrayList<>();
        for (String text :
                Splitter.on(',').trimResults().omitEmptyStrings().split(configuration.getString(name, otherwise))) {
            networks.add(Network.parse(text)
                    .orElseThrow(() -> new ConfigurationException("smtpserver.xml: " + name
                            + " needs networks such as 192.0.2.0/24, separated by commas, not: " + text)));
        }
        return List.copyOf(networks);
    }

    private static ConfigurationException wrong(Configuration configuration, String name, Throwable cause) {
        return new ConfigurationException(
                "smtpserver.xml: " + name + " needs a whole number above 0, not: " + configuration.getString(name),
                cause);
    }
}
