package io.millrace.operators.aggregate;

import io.millrace.dataflow.state.MapTable;

/**
 * The values that stand in each group.
 *
 * @param table by the columns of the group and then those of the value, with one BIGINT
 * @param keyColumns the same, as columns of the input
 */
record DistinctTable(MapTable table, int[] keyColumns) {}
