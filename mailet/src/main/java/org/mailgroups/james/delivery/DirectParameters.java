// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.mail.MessagingException;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.smtp.SmtpCredentials;
import org.mailgroups.delivery.smtp.SmtpSettings;
import org.mailgroups.delivery.smtp.SmtpTimeouts;
import org.mailgroups.delivery.smtp.StartTls;
import org.mailgroups.distribution.ChunkSizes;

/**
 * How our own client speaks to other servers, in the parameters that James' {@code RemoteDelivery} has.
 *
 * @param gateway the servers that all mail goes through; empty if the domains' own servers are looked up
 * @param heloName the name that it greets with; empty for that of the default domain
 * @param bind the address that connections come from; empty if the system chooses
 * @param user the name by which the gateway knows us; empty for none
 */
record DirectParameters(
        List<Hop.Host> gateway,
        String user,
        String password,
        String heloName,
        String bind,
        SmtpTimeouts timeouts,
        StartTls startTls,
        boolean verified) {
    static final Set<String> NAMES = Set.of(
            "gateway",
            "gatewayPort",
            "gatewayUsername",
            "gatewayPassword",
            "heloName",
            "bind",
            "timeout",
            "connectiontimeout",
            "startTLS",
            "verifyServerIdentity");

    private static final int MAX_GATEWAYS = 10;
    private static final Pattern HOST_NAME =
            Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63}){0,126}\\.?");

    private static final String IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9._-]+)?";
    private static final Pattern ADDRESS = Pattern.compile("\\[" + IPV6 + "\\]|" + IPV6);
    private static final int A_DAY = 86_400_000;

    DirectParameters {
        gateway = List.copyOf(gateway);
        if (gateway.isEmpty() && !user.isEmpty()) {
            // The password is for the gateway, and for none of the servers that the DNS names.
            throw new IllegalArgumentException("gatewayUsername needs gateway");
        }
        if (user.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException("gatewayUsername and gatewayPassword need each other");
        }
        if (verified && startTls != StartTls.REQUIRED) {
            throw new IllegalArgumentException("verifyServerIdentity needs startTLS required");
        }
    }

    static DirectParameters of(GenericMailet mailet) throws MessagingException {
        try {
            DirectParameters parameters = new DirectParameters(
                    gateway(text(mailet, "gateway"), text(mailet, "gatewayPort")),
                    text(mailet, "gatewayUsername"),
                    text(mailet, "gatewayPassword"),
                    text(mailet, "heloName"),
                    text(mailet, "bind"),
                    timeouts(text(mailet, "timeout"), text(mailet, "connectiontimeout")),
                    startTls(mailet.getInitParameter("startTLS", "true")),
                    truth("verifyServerIdentity", mailet.getInitParameter("verifyServerIdentity", "false")));
            // Whatever is wrong with them ends the start, and not the first delivery.
            parameters.settings("localhost");
            return parameters;
        } catch (IllegalArgumentException e) {
            throw new MessagingException("GroupExpansion: " + e.getMessage(), e);
        }
    }

    private static String text(GenericMailet mailet, String name) {
        return mailet.getInitParameter(name, "").strip();
    }

    private static List<Hop.Host> gateway(String text, String port) {
        List<Hop.Host> hosts = new ArrayList<>();
        for (String part : text.split(",", MAX_GATEWAYS + 1)) {
            if (!part.isBlank()) {
                hosts.add(host(part.strip(), port.isEmpty() ? "25" : port));
            }
        }
        if (hosts.size() > MAX_GATEWAYS) {
            throw new IllegalArgumentException("gateway has more than " + MAX_GATEWAYS + " servers");
        }
        return hosts;
    }

    /** Reads {@code host}, {@code host:port}, {@code [2001:db8::1]:port}. */
    private static Hop.Host host(String text, String defaultPort) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = text.contains("]:") || (colon > text.lastIndexOf(']') && text.indexOf(':') == colon);
        String name = hasPort ? text.substring(0, colon) : text;
        boolean isAddress = ADDRESS.matcher(name).matches();
        if (!isAddress && !HOST_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("gateway must be host, host:port or [IPv6 address]:port: " + text);
        }
        return new Hop.Host(
                name.replace("[", "").replace("]", ""), port(hasPort ? text.substring(colon + 1) : defaultPort));
    }

    private static int port(String text) {
        int port = number("the port of the gateway", text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port of the gateway must be 1 to 65535: " + text);
        }
        return port;
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a number: " + text, e);
        }
    }

    private static SmtpTimeouts timeouts(String timeout, String connectionTimeout) {
        SmtpTimeouts timeouts = SmtpTimeouts.DEFAULT;
        if (!timeout.isEmpty()) {
            timeouts = timeouts.atMost(time("timeout", timeout));
        }
        return connectionTimeout.isEmpty()
                ? timeouts
                : timeouts.withConnect(time("connectiontimeout", connectionTimeout));
    }

    private static Duration time(String name, String text) {
        int milliseconds = number(name, text);
        if (milliseconds < 1 || milliseconds > A_DAY) {
            throw new IllegalArgumentException(name + " must be 1 to " + A_DAY + " milliseconds: " + text);
        }
        return Duration.ofMillis(milliseconds);
    }

    private static StartTls startTls(String text) {
        return switch (text) {
            case "true" -> StartTls.OPPORTUNISTIC;
            case "false" -> StartTls.NEVER;
            case "required" -> StartTls.REQUIRED;
            default -> throw new IllegalArgumentException("startTLS must be true, false or required: " + text);
        };
    }

    private static boolean truth(String name, String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException(name + " must be true or false: " + text);
    }

    /** Returns the hop of the gateway; empty if there is none. */
    Optional<Hop.Servers> gatewayHop() {
        return gateway.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hop.Servers("gateway " + gateway.get(0).name(), gateway));
    }

    /**
     * Returns the settings of the client. A chunk is one transaction, so chunks say how many recipients it has.
     *
     * @param defaultName the name that it greets with, unless one is configured
     */
    SmtpSettings settings(String defaultName) {
        return new SmtpSettings(
                heloName.isEmpty() ? defaultName : heloName,
                bind.isEmpty() ? null : address(bind),
                timeouts,
                startTls,
                verified,
                user.isEmpty() ? null : new SmtpCredentials(user, password, startTls == StartTls.NEVER),
                ChunkSizes.MAX);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bind is not an address of this machine: " + text, e);
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "[gateway " + gateway + ", user " + user + ", heloName " + heloName + ", bind " + bind + ", startTLS "
                + startTls + ", verifyServerIdentity " + verified + ", " + timeouts + "]";
    }
}
