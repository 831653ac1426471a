// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.joining;

import com.google.inject.AbstractModule;
import org.mailgroups.joining.JoinNotices;

/** Binds the parts that deal with requests to join. */
public final class JoinModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(JoinNotices.class).to(JoinMailNotices.class);
        bind(JoinLifecycle.class).asEagerSingleton();
    }
}
