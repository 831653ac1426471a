#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the benchmark of the address book: the members' port with its store, without James and without TLS.
#   members/src/bench/run.sh 10000          the first sync of so many contacts, later syncs, searches
#   members/src/bench/run.sh 200000 1000    the same in a large book; so many of its contacts are in the user's groups
# JAVA_OPTS sets the memory, -Xmx100m by default. TMPDIR says where the data lies meanwhile.
set -euo pipefail

if (($# == 0)); then
    sed -n '3,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
mvn --batch-mode --quiet --projects core,members test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile=target/test-classpath
cd members
read -ra options <<<"${JAVA_OPTS:--Xmx100m}"
exec java "${options[@]}" -Djava.io.tmpdir="${TMPDIR:-/tmp}" \
    -cp "target/test-classes:target/classes:$(cat target/test-classpath)" \
    org.mailgroups.members.dav.AddressBookBenchmark "$@"
