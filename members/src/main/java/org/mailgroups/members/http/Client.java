// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.mailgroups.call.RefusedCallException;

/**
 * Where a call came from. Only a declared proxy is believed about that.
 *
 * @param network for limits
 * @param isSecure whether it came over TLS, to us or to a proxy
 */
record Client(String network, boolean isSecure) {
    /** @throws RefusedCallException if a password would have come over a network in the clear */
    static Client of(Request request, Networks proxies) {
        InetAddress address = address(request);
        boolean isProxy = proxies.contains(address);
        if (!request.isSecure() && !isProxy && !address.isLoopbackAddress()) {
            throw RefusedCallException.forbidden("this port takes calls from its proxies only");
        }
        if (!isProxy) {
            return new Client(Networks.ofClient(address), request.isSecure());
        }
        return new Client(
                Networks.ofClient(forwarded(request, proxies, address)),
                request.isSecure()
                        || "https".equalsIgnoreCase(request.getHeaders().get("X-Forwarded-Proto")));
    }

    private static InetAddress address(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress client
                ? client.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** Returns the last address of {@code X-Forwarded-For} that is no proxy: what stands before it may be invented. */
    private static InetAddress forwarded(Request request, Networks proxies, InetAddress proxy) {
        List<String> hops = request.getHeaders().getValuesList("X-Forwarded-For");
        InetAddress client = proxy;
        for (int i = hops.size() - 1; i >= 0 && proxies.contains(client); i--) {
            if (!InetAddresses.isInetAddress(hops.get(i))) {
                return client;
            }
            client = InetAddresses.forString(hops.get(i));
        }
        return client;
    }
}
