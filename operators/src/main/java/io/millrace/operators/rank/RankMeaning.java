package io.millrace.operators.rank;

import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.TableMeaning;
import io.millrace.dataflow.lineage.TableMeaning.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the tables of operators that keep rows in an order mean. */
public final class RankMeaning {
    private RankMeaning() {}

    /** The order, by what its columns mean. */
    public static String order(List<SortKey> order, Relation rows) {
        return order.stream()
                .map(key -> rows.column(key.column()) + " " + key.direction() + " nulls " + key.nulls())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** The table {@code rows}: the partition's columns as its key, then the others. */
    public static TableMeaning rows(Relation rows, List<Integer> partition) {
        int[] keys = partition.stream().mapToInt(Integer::intValue).toArray();
        List<Column> others = new ArrayList<>();
        for (int column : PartitionQueue.others(rows.columns().size(), keys)) {
            others.add(Column.of(rows.column(column)));
        }
        return new TableMeaning("rows", "rows", columns(rows.columns(partition), others));
    }

    /** Key columns, and others behind them. */
    public static List<Column> columns(List<String> keys, List<Column> others) {
        List<Column> columns = new ArrayList<>(keys.stream().map(Column::of).toList());
        columns.addAll(others);
        return columns;
    }
}
