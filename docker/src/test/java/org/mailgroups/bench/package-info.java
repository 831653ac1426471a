/**
 * Benchmarks of the assembled server, compared with James' own means. {@code src/bench/run.sh} runs them;
 * {@code docs/performance.md} has the figures.
 */
package org.mailgroups.bench;
