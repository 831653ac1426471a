// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

/**
 * The two servers that tests share, because a start takes seconds. The outgoing mail of one ends in GreenMail, that of
 * the other in a sink that counts; what this sink refuses for now is tried again after some seconds. Each starts with
 * the first test that needs it and ends with the JVM. A test uses an {@link Organisation} of its own.
 */
public final class SharedServer {
    private SharedServer() {}

    /** Returns the server whose outgoing mail goes to {@link #world()}. */
    public static ServerProcess besideWorld() {
        return BesideWorld.SERVER;
    }

    /** Returns everybody outside of {@link #besideWorld()}. */
    public static OutsideWorld world() {
        return BesideWorld.WORLD;
    }

    /** Returns the server whose outgoing mail goes to {@link #sink()}. */
    public static ServerProcess besideSink() {
        return BesideSink.SERVER;
    }

    /** Returns everybody outside of {@link #besideSink()}. */
    public static SmtpSink sink() {
        return BesideSink.SINK;
    }

    private static final class BesideWorld {
        private static final OutsideWorld WORLD = OutsideWorld.start();
        private static final ServerProcess SERVER =
                Distribution.built().server("beside-world", WORLD.port()).start();
    }

    private static final class BesideSink {
        private static final String NAME = "beside-sink";
        private static final SmtpSink SINK = SmtpSink.start();
        private static final ServerProcess SERVER = Distribution.built()
                .server(NAME, SINK.port(), Distribution.built().withQuickRetries(NAME))
                .start();
    }
}
