#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the server, and measures how long one message takes to reach many members, beside James' own groups, a Postfix
# alias if Postfix is installed and this is root, and a bare client. docs/performance.md has the figures.
#   docker/src/bench/run.sh [RUNS]        makes each measurement RUNS times (default 3) and shows the median
#   docker/src/bench/run.sh full [RUNS]   also takes 100,000 and 1,000,000 members and, if this is root, what "unkind"
#                                         takes, and writes tables and plot into docs
#   docker/src/bench/run.sh local [RUNS]  only takes members in our own mailboxes
#   docker/src/bench/run.sh latency [crowd|guesses|both]
#                                         measures how long a message takes to be accepted, alone, and beside 100
#                                         connections that misbehave, or that guess passwords at the members' port
#   docker/src/bench/run.sh one-click [MEMBERS [OCTETS]]
#                                         measures a message of 20 MB to 10,000 members who each get a copy of the own
#   docker/src/bench/run.sh crowd         measures what a group of a million members does to RCPT and to a user's own mail
#   docker/src/bench/run.sh unkind [RUNS] takes members in 100 domains with servers of their own, one of which answers
#                                         nothing, while the others defer some; needs root
#   docker/src/bench/run.sh check [RUNS]  measures what our check of recipients costs mail that is not for groups
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
cd "$root"
mvn --batch-mode --quiet -pl docker -am -DskipTests package
cd docker
home=target/james-mail-groups-server

# Runs a class of the benchmark.
measure() {
    java -Xmx2g -Dserver.home="$home" -cp "target/test-classes:$home/lib/*" "org.mailgroups.bench.$1" "${@:2}"
}

case "${1:-}" in
    latency) measure LatencyBenchmark "${2:-both}" ;;
    crowd) measure CrowdBenchmark ;;
    one-click) measure OneClickBenchmark "${2:-10000}" "${3:-20000000}" ;;
    unkind) measure UnkindBenchmark "${2:-3}" ;;
    check) measure CheckBenchmark "${2:-10}" ;;
    local) measure DistributionBenchmark "${2:-3}" local ;;
    full)
        measure DistributionBenchmark "${2:-3}" full
        [ "$(id -u)" != 0 ] || measure UnkindBenchmark "${2:-3}" write
        ;;
    *) measure DistributionBenchmark "${1:-3}" short ;;
esac
