// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An exception with harmless messages. A message keeps its lines, such as the list of what is wrong with a
 * configuration. All but the first begin with {@value #CONTINUATION}, as no line of ours does.
 */
record NeutralThrowable(IThrowableProxy proxy) implements IThrowableProxy {
    static final String CONTINUATION = "\t| ";

    private static NeutralThrowable orNull(IThrowableProxy proxy) {
        return proxy == null ? null : new NeutralThrowable(proxy);
    }

    @Override
    public String getMessage() {
        String message = proxy.getMessage();
        return message == null
                ? null
                : message.lines().map(Neutral::text).collect(Collectors.joining('\n' + CONTINUATION));
    }

    @Override
    public String getClassName() {
        return Neutral.text(proxy.getClassName());
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return proxy.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return proxy.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
        return orNull(proxy.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return Stream.of(proxy.getSuppressed()).map(NeutralThrowable::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return proxy.isCyclic();
    }
}
