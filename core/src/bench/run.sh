#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a benchmark of the core, without James.
#   core/src/bench/run.sh ImportBenchmark derby 100000           imports of members
#   core/src/bench/run.sh ContactImportBenchmark derby 100000    imports and exports of contacts
#   core/src/bench/run.sh ContactBenchmark derby 200000          searches in contacts, and their memory
#   core/src/bench/run.sh StoreBenchmark derby                   a million members, 100,000 groups
#   core/src/bench/run.sh ExpansionBenchmark derby 1000000       a group of ten groups of ten groups
#   core/src/bench/run.sh PostingBenchmark derby 1000000 1000    a posting to a million recipients, 1,000 small ones
#       ... PostingBenchmark derby 1000000 1000 without-story     the same without what only their stories need
#   core/src/bench/run.sh UpgradeBenchmark derby                 the start after an upgrade, with a million members
# "postgresql" in the place of "derby" starts a PostgreSQL of its own. JAVA_OPTS sets the memory, -Xmx512m by default.
# TMPDIR says where the data lies meanwhile.
set -euo pipefail

if (($# == 0)); then
    sed -n '3,13s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
mvn --batch-mode --quiet --projects core test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile=target/test-classpath
cd core
class=$(cd src/test/java && find org -name "$1.java" | sed 's/\.java$//' | tr / .)
if [[ -z $class ]]; then
    echo "run.sh: there is no benchmark $1" >&2
    exit 2
fi
read -ra options <<<"${JAVA_OPTS:--Xmx512m}"
exec java "${options[@]}" -Djava.io.tmpdir="${TMPDIR:-/tmp}" \
    -cp "target/test-classes:target/classes:$(cat target/test-classpath)" "$class" "${@:2}"
