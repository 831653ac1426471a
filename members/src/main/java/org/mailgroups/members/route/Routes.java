// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.util.List;

/** Routes about one subject. {@link RouteTable} is made of all of them. */
public interface Routes {
    List<Route> routes();
}
