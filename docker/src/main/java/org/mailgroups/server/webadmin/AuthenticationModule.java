// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.webadmin;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Named;
import org.apache.james.jwt.JwtTokenVerifier;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.JwtFilter;

/** Makes webadmin ask for a token always, with {@link MethodOverrideFilter} in front of James' own check. */
final class AuthenticationModule extends AbstractModule {
    @Provides
    @Singleton
    AuthenticationFilter authenticationFilter(@Named("webadmin") JwtTokenVerifier.Factory verifiers) {
        return new MethodOverrideFilter(new JwtFilter(verifiers));
    }
}
