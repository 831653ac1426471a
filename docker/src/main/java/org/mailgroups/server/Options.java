// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The options of the command line.
 *
 * @param data the folder of everything that outlives the process
 * @param bind the address that SMTP, submission and IMAP listen on
 * @param smtp the port that takes mail from other servers
 * @param submission the port where users hand in mail
 * @param imap the port where users read mail
 * @param webadminBind the address that webadmin listens on: loopback unless {@code --webadmin} names another
 * @param webadmin the port of webadmin, {@code /healthcheck} and {@code /metrics}
 * @param membersBind the address that the members' port listens on: loopback unless {@code --members} names another
 * @param members the members' port
 * @param demo whether to make three users and a group and to send them a message
 */
record Options(
        Path data,
        String bind,
        int smtp,
        int submission,
        int imap,
        String webadminBind,
        int webadmin,
        String membersBind,
        int members,
        boolean demo) {

    static final String USAGE =
            """
            Usage: james-mail-groups [--data DIR] [--bind ADDRESS] [--smtp PORT] [--submission PORT]
                                     [--imap PORT] [--webadmin [ADDRESS:]PORT] [--members [ADDRESS:]PORT] [--demo]

              --data DIR                   keep users, groups, mail and keys there (default: var)
              --bind ADDRESS               listen there for SMTP, submission and IMAP (default: 127.0.0.1)
              --smtp PORT                  mail from other servers (default: 2525)
              --submission PORT            mail from users, with AUTH (default: 2587)
              --imap PORT                  mailboxes (default: 2143)
              --webadmin [ADDRESS:]PORT    administration over HTTP (default: 127.0.0.1:8000)
              --members [ADDRESS:]PORT     members' own door, over HTTPS (default: 127.0.0.1:8443)
              --demo                       make users and a group, send them a message, and go on running

            In the environment: GATEWAY=host:port sends mail for other domains through that server instead of
            to their own (by MX). SERVER_NAME=mail.example.org is the name that other servers see; without it, the
            machine's full name, or else its address. DKIM_DOMAINS=example.org,... are domains whose groups'
            copies are signed; the record for the DNS is in keys/dkim.txt of the data.
            """;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    /**
     * Reads the arguments.
     *
     * @throws StartException if an option does not exist, if a value is missing or not understood, or if two services
     *     have the same port
     */
    static Options parse(List<String> arguments) throws StartException {
        Deque<String> rest = new ArrayDeque<>(arguments);
        Path data = Path.of("var");
        String bind = LOOPBACK;
        int smtp = 2525;
        int submission = 2587;
        int imap = 2143;
        String webadminBind = LOOPBACK;
        int webadmin = 8000;
        String membersBind = LOOPBACK;
        int members = 8443;
        boolean demo = false;
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--data" -> data = Path.of(value(option, rest));
                case "--bind" -> bind = address(option, value(option, rest));
                case "--smtp" -> smtp = port(option, value(option, rest));
                case "--submission" -> submission = port(option, value(option, rest));
                case "--imap" -> imap = port(option, value(option, rest));
                case "--webadmin" -> {
                    String value = value(option, rest);
                    webadminBind = address(option, value, webadminBind);
                    webadmin = port(option, value.substring(value.lastIndexOf(':') + 1));
                }
                case "--members" -> {
                    String value = value(option, rest);
                    membersBind = address(option, value, membersBind);
                    members = port(option, value.substring(value.lastIndexOf(':') + 1));
                }
                case "--demo" -> demo = true;
                default -> throw new StartException("unknown option: " + option + " (--help lists the options)");
            }
        }
        List<Integer> ports = List.of(smtp, submission, imap, webadmin, members);
        if (Set.copyOf(ports).size() < ports.size()) {
            throw new StartException(
                    "one port is named twice, and each service needs its own: SMTP " + smtp + ", submission "
                            + submission + ", IMAP " + imap + ", webadmin " + webadmin + ", members " + members);
        }
        return new Options(
                data.toAbsolutePath().normalize(),
                bind,
                smtp,
                submission,
                imap,
                webadminBind,
                webadmin,
                membersBind,
                members,
                demo);
    }

    /** Returns whether other machines can reach the mail ports; passwords then need TLS. */
    boolean mailIsPublic() {
        return !InetAddresses.forString(bind).isLoopbackAddress();
    }

    /** Returns the URL of webadmin on this machine, without a slash at its end. */
    String webadminUrl() {
        InetAddress address = InetAddresses.forString(webadminBind);
        InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        return "http://" + InetAddresses.toUriString(reachable) + ":" + webadmin;
    }

    /** Returns the address before the colon of a value, or the usual one. */
    private static String address(String option, String value, String usual) throws StartException {
        int colon = value.lastIndexOf(':');
        return colon < 0 ? usual : address(option, value.substring(0, colon));
    }

    private static String value(String option, Deque<String> rest) throws StartException {
        String value = rest.pollFirst();
        if (value == null || value.isEmpty() || value.startsWith("--")) {
            throw new StartException(option + " needs a value");
        }
        return value;
    }

    private static int port(String option, String value) throws StartException {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new StartException(option + " needs a port from 1 to " + MAX_PORT + ", not: " + value, e);
        }
        throw new StartException(option + " needs a port from 1 to " + MAX_PORT + ", not: " + value);
    }

    private static String address(String option, String value) throws StartException {
        try {
            return InetAddresses.toAddrString(InetAddress.getByName(value));
        } catch (UnknownHostException e) {
            throw new StartException(option + " needs an address of this machine, not: " + value, e);
        }
    }
}
