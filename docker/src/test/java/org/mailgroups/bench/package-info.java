/** Figures of the assembled server, beside those of what James has of its own. Run by {@code src/bench/run.sh}. */
package org.mailgroups.bench;
