/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.e2e.harness;

/**
 * The two servers that tests share, because a start takes seconds: the outgoing mail of one ends in GreenMail, that of the other in a sink
 * that counts. Each starts when it is first asked for and ends with the JVM. A test keeps to an {@link Organisation} of its own.
 */
public final class SharedServer {
    private SharedServer() {}

    /** The server beside {@link #world()}. */
    public static ServerProcess besideWorld() {
        return BesideWorld.SERVER;
    }

    /** Everybody outside of {@link #besideWorld()}. */
    public static OutsideWorld world() {
        return BesideWorld.WORLD;
    }

    /** The server beside {@link #sink()}. */
    public static ServerProcess besideSink() {
        return BesideSink.SERVER;
    }

    /** Everybody outside of {@link #besideSink()}. */
    public static SmtpSink sink() {
        return BesideSink.SINK;
    }

    private static final class BesideWorld {
        private static final OutsideWorld WORLD = OutsideWorld.start();
        private static final ServerProcess SERVER =
                Distribution.built().server("beside-world", WORLD.port()).start();
    }

    private static final class BesideSink {
        private static final SmtpSink SINK = SmtpSink.start();
        private static final ServerProcess SERVER =
                Distribution.built().server("beside-sink", SINK.port()).start();
    }
}
