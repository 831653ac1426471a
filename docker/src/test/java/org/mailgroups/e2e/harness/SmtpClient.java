// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * An SMTP client that sends exactly the octets it is given and shows every answer. It sends a broken address or an
 * unexpected command as readily as a good one. Not thread-safe.
 */
public final class SmtpClient implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(3);
    private static final byte[] CRLF = {'\r', '\n'};

    private final Reply greeting;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private List<String> capabilities = List.of();

    private SmtpClient(Socket socket) throws IOException {
        use(socket);
        greeting = readReply();
    }

    private void use(Socket next) throws IOException {
        next.setSoTimeout((int) ANSWER_LIMIT.toMillis());
        next.setTcpNoDelay(true);
        socket = next;
        in = new BufferedInputStream(next.getInputStream());
        out = new BufferedOutputStream(next.getOutputStream(), 1 << 16);
    }

    /** Connects to loopback and says EHLO. */
    public static SmtpClient connect(int port) {
        try {
            SmtpClient client = new SmtpClient(new Socket(InetAddress.getLoopbackAddress(), port));
            if (!client.greeting.isPositive()) {
                throw new AssertionError("Greeted with " + client.greeting);
            }
            client.hello();
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Connects to loopback from an address such as {@code 127.0.0.66}, whatever the greeting is, and says nothing. So
     * one machine is many clients.
     */
    public static SmtpClient connectFrom(String source, int port) {
        try {
            return new SmtpClient(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(source), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the first answer of the server. */
    public Reply greeting() {
        return greeting;
    }

    private void hello() {
        capabilities = command("EHLO client.test").lines();
    }

    /** Returns the lines of the server's answer to EHLO. */
    public List<String> capabilities() {
        return capabilities;
    }

    private boolean offers(String keyword) {
        return capabilities.stream()
                .anyMatch(line -> line.equalsIgnoreCase(keyword)
                        || line.toUpperCase(Locale.ROOT).startsWith(keyword + ' '));
    }

    /** Sends one line as it is and reads the answer. */
    public Reply command(String line) {
        send(line);
        return answer();
    }

    /** Sends several lines at once (RFC 2920) and reads as many answers. */
    public List<Reply> pipeline(List<String> lines) {
        try {
            for (String line : lines) {
                out.write(line.getBytes(UTF_8));
                out.write(CRLF);
            }
            out.flush();
            List<Reply> replies = new ArrayList<>(lines.size());
            for (int i = 0; i < lines.size(); i++) {
                replies.add(readReply());
            }
            return replies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Authenticates with PLAIN, after STARTTLS if the server offers AUTH only then. */
    public Reply authenticate(String user, String password) {
        if (!offers("AUTH") && offers("STARTTLS")) {
            startTls();
        }
        String token = '\0' + user + '\0' + password;
        return command("AUTH PLAIN " + Base64.getEncoder().encodeToString(token.getBytes(UTF_8)));
    }

    /** Changes to TLS with any certificate, and says EHLO again. */
    public void startTls() {
        Reply reply = command("STARTTLS");
        if (reply.code() != 220) {
            throw new AssertionError("STARTTLS was answered with " + reply);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            SSLSocket secure = (SSLSocket) context.getSocketFactory()
                    .createSocket(socket, socket.getInetAddress().getHostName(), socket.getPort(), true);
            secure.startHandshake();
            use(secure);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("STARTTLS failed", e);
        }
        hello();
    }

    /** Sends MAIL FROM with parameters such as {@code BODY=8BITMIME}. */
    public Reply mail(String sender, String... parameters) {
        return command(
                "MAIL FROM:<" + sender + '>' + (parameters.length == 0 ? "" : ' ' + String.join(" ", parameters)));
    }

    public Reply rcpt(String recipient) {
        return command("RCPT TO:<" + recipient + '>');
    }

    /** Sends DATA and the message with dots stuffed, and returns the answer to its end, or to DATA if refused. */
    public Reply data(byte[] message) {
        Reply go = command("DATA");
        if (go.code() != 354) {
            return go;
        }
        try {
            writeStuffed(message);
            out.flush();
            return readReply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends octets as they are, in pieces of this length. */
    public void write(byte[] octets, int piece) {
        try {
            for (int start = 0; start < octets.length; start += piece) {
                out.write(octets, start, Math.min(piece, octets.length - start));
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads an answer to what was written. */
    public Reply read() {
        return answer();
    }

    /** Reads on until the server closes the connection; returns false if it does not. */
    public boolean isClosedByServer() {
        try {
            while (in.read() >= 0) {
                // What it still says does not matter.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void writeStuffed(byte[] message) throws IOException {
        boolean lineStart = true;
        for (byte b : message) {
            if (lineStart && b == '.') {
                out.write('.');
            }
            out.write(b);
            lineStart = b == '\n';
        }
        if (!lineStart) {
            out.write(CRLF);
        }
        out.write('.');
        out.write(CRLF);
    }

    private void send(String line) {
        try {
            out.write(line.getBytes(UTF_8));
            out.write(CRLF);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply answer() {
        try {
            return readReply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply readReply() throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readLine();
            if (line.length() < 3) {
                throw new IOException("Not an SMTP reply: " + line);
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new Reply(Integer.parseInt(line.substring(0, 3)), lines);
            }
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The server closed the connection after '" + line.toString(UTF_8) + "'");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
