// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Named;
import org.apache.james.jwt.JwtTokenVerifier;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.JwtFilter;

/** Webadmin asks for a token, always, and in front of James' own check stands ours. */
final class AuthenticationModule extends AbstractModule {
    @Provides
    @Singleton
    AuthenticationFilter authenticationFilter(@Named("webadmin") JwtTokenVerifier.Factory verifiers) {
        return new MethodOverrideFilter(new JwtFilter(verifiers));
    }
}
