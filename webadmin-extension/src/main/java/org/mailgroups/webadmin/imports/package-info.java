/**
 * The machinery of imports from files. A file is staged and checked as a whole while it is uploaded; a task then resolves its rows, plans what differs from the state, and applies that in batches,
 * one transaction each. Rows come from a {@link org.mailgroups.imports.RowSource}: a CSV file, or whatever else a subject reads.
 *
 * <p>The way of a file: {@link org.mailgroups.imports.ImportService} (staging, header, structure; refused at once) → {@link org.mailgroups.webadmin.imports.ImportTask} →
 * {@code ImportRun} (rows to a plan on disk, rejections, batches) → the history. What a row is and does stands behind {@link org.mailgroups.imports.Importer}, which each subject that
 * has imports implements.
 *
 * <p>Depends on {@code csv}, on James' tasks and on the domain. Knows neither HTTP nor what is imported.
 */
package org.mailgroups.webadmin.imports;
