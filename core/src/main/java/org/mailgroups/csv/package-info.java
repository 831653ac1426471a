/** The form of every CSV file that goes out or comes in: how it is written, and what a cell means. Knows neither groups nor HTTP. */
package org.mailgroups.csv;
