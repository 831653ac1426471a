// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.io.InputStream;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.webadmin.Call;

/**
 * What the calls about one kind of import have of their own.
 *
 * @param kind the kind, for the target that a call's path names; asks for the right to import
 * @param file the body of a call up to a number of bytes, as it comes
 * @param replaceable whether a call may have a mode, since the target can be replaced as a whole
 * @param type the type of its tasks
 */
public record ImportSubject(
        Function<Call, ImportKind<?, ?>> kind,
        BiFunction<Call, Long, InputStream> file,
        boolean replaceable,
        TaskType type) {}
