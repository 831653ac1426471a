#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the server, and measures how long one message takes to reach many members.
# docs/performance.md has the figures.
#   docker/src/bench/run.sh [RUNS]    makes each measurement RUNS times (default 3) and shows the median
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
cd "$root"
mvn --batch-mode --quiet -pl docker -am -DskipTests package
cd docker
home=target/james-mail-groups-server
exec java -Xmx1g -Dserver.home="$home" -cp "target/test-classes:$home/lib/*" \
    org.mailgroups.bench.DistributionBenchmark "${1:-3}"
