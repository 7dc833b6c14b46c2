package io.millrace.sql.catalog;

/**
 * Which column of a table is its event time, and how far its watermark stays behind.
 *
 * @param column the name of a column, computed or not
 * @param expression SQL over the columns of a row: no later row is expected to have an event time before its value
 */
public record WatermarkDefinition(String column, String expression) {}
