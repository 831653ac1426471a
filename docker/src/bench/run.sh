#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the server, and measures how long one message takes to reach many members.
# docs/performance.md has the figures.
#   docker/src/bench/run.sh [RUNS]    makes each measurement RUNS times (default 3) and shows the median
#   docker/src/bench/run.sh latency   measures how long a message takes to be accepted, alone and beside 100 connections
#                                     that misbehave
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
cd "$root"
mvn --batch-mode --quiet -pl docker -am -DskipTests package
cd docker
home=target/james-mail-groups-server
benchmark="org.mailgroups.bench.DistributionBenchmark ${1:-3}"
[ "${1:-}" != latency ] || benchmark=org.mailgroups.bench.LatencyBenchmark
# The class and its argument are two words.
# shellcheck disable=SC2086
exec java -Xmx1g -Dserver.home="$home" -cp "target/test-classes:$home/lib/*" $benchmark
