// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The members' port of a server, over HTTPS. A client trusts the certificate that the data folder has at that time. */
public final class MembersDoor {
    private final ServerProcess server;
    private final SSLContext trust;
    private final HttpClient client;

    private MembersDoor(ServerProcess server, SSLContext trust) {
        this.server = server;
        this.trust = trust;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .build();
    }

    public static MembersDoor of(ServerProcess server) {
        try {
            return new MembersDoor(server, trusting(certificate(server)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate in " + server.data(), e);
        }
    }

    private static Certificate certificate(ServerProcess server) throws IOException, GeneralSecurityException {
        try (InputStream file = Files.newInputStream(server.data().resolve("keys/tls.crt"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    private static SSLContext trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Opens a connection from an address of this machine, such as {@code 127.0.9.1}. */
    public Socket connect(String from) throws IOException {
        return trust.getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), server.ports().members(), InetAddress.getByName(from), 0);
    }

    /** Returns the SHA-256 of the certificate, in hexadecimal digits. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(certificate(server).getEncoded());
            return HexFormat.of().formatHex(hash);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate in " + server.data(), e);
        }
    }

    public URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.ports().members() + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    /** Returns a request with a user and a password. */
    public HttpRequest.Builder as(String user, String password, String path) {
        return request(path).header("Authorization", basic(user, password));
    }

    /** Returns the header of a user and a password (RFC 7617). */
    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return trySending(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request over a connection that may not come about. */
    public HttpResponse<String> trySending(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a log-in form, and returns the answer. */
    public HttpResponse<String> logIn(String user, String password) {
        return send(request("/api/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}")));
    }

    /** Sends the log-in form of a postmaster, and returns the answer. */
    public HttpResponse<String> logIn(String token) {
        return send(request("/api/session/postmaster")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}")));
    }

    /** Returns the cookie that an answer sets, as a browser sends it back. */
    public static String cookie(HttpResponse<String> answer) {
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    /** Returns a request of our own page, with the cookie of a session. */
    public HttpRequest.Builder in(String cookie, String path) {
        return request(path).header("Cookie", cookie).header("Sec-Fetch-Site", "same-origin");
    }
}
