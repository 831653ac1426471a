// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Puts TLS over a connection. Thread-safe. */
@FunctionalInterface
public interface TlsLayer {
    /**
     * Returns a socket over one that is connected, before the handshake.
     *
     * @param plain stays open when the returned socket is closed
     */
    SSLSocket over(Socket plain, SmtpHost host) throws IOException;

    /** Returns the layer in which a server proves its name, by a certificate that the context trusts. */
    static TlsLayer verified(SSLContext context) {
        return (plain, host) -> {
            SSLSocket socket = socket(context, plain, host);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        };
    }

    /** Returns the layer that encrypts and asks for no proof: many mail servers have a certificate of their own. */
    static TlsLayer encrypting() {
        SSLContext context = trusting();
        return (plain, host) -> socket(context, plain, host);
    }

    private static SSLSocket socket(SSLContext context, Socket plain, SmtpHost host) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host.name(), host.port(), false);
        socket.setUseClientMode(true);
        return socket;
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trust()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Takes any certificate. An extended one, so that the JDK adds no checks of its own. */
    final class Trust extends X509ExtendedTrustManager {
        private Trust() {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
