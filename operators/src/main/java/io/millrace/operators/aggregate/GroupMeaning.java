package io.millrace.operators.aggregate;

import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.TableMeaning;
import io.millrace.dataflow.lineage.TableMeaning.Column;
import io.millrace.dataflow.lineage.TableMeaning.History;
import io.millrace.dataflow.lineage.TableMeaning.Initial;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.AccumulatorSpec.Kind;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import java.util.ArrayList;
import java.util.List;

/**
 * What groups and the cells of their accumulators mean. An aggregation has the same meaning in one step and in two: a
 * column of partial results is called as the cell that it is a part of.
 */
public final class GroupMeaning {
    private static final String ROWS = "$rows";

    private final Relation rows;
    private final Grouping grouping;
    private final AccumulatorPlan plan;
    private final boolean isAppend;

    public GroupMeaning(Flow input, Relation rows, Grouping grouping, Phase phase) {
        this.rows = rows;
        this.grouping = grouping;
        this.plan = AccumulatorPlan.of(input.schema(), grouping, phase);
        this.isAppend = input.isAppend();
    }

    public List<String> keys() {
        return rows.columns(grouping.keys());
    }

    /** The calls, each by the accumulators that it is made of. */
    public List<String> calls() {
        return plan.calls().stream()
                .map(call ->
                        call.call().function()
                                + call.accumulators().stream()
                                        .map(index -> index == AccumulatorPlan.ROWS ? ROWS : text(index))
                                        .toList()
                                        .toString()
                                        .replace('[', '(')
                                        .replace(']', ')'))
                .toList();
    }

    /** The cells of a group, which are the columns of its partial result. */
    public List<String> cells() {
        return columns().stream().map(Column::meaning).toList();
    }

    /**
     * A table of groups, and the tables that its accumulators need beside it.
     *
     * @param keys of the tables, as they are declared
     * @param further cells behind those of the accumulators
     */
    public List<TableMeaning> tables(String name, List<String> keys, List<Column> further) {
        List<TableMeaning> tables = new ArrayList<>();
        List<Column> groups = columns(keys);
        groups.addAll(columns());
        groups.addAll(further);
        tables.add(new TableMeaning(name, name, groups));
        for (AccumulatorSpec spec : plan.accumulators()) {
            if (spec.distinctness() == Distinctness.DISTINCT) {
                List<Column> columns = columns(keys);
                spec.columns().forEach(column -> columns.add(Column.of(rows.column(column))));
                columns.add(Column.of("count"));
                add(
                        tables,
                        new TableMeaning(
                                "distinct-" + Accumulators.nameOf(spec), "distinct " + arguments(spec), columns));
            } else if ((spec.kind() == Kind.MIN || spec.kind() == Kind.MAX) && !isAppend) {
                List<Column> columns = columns(keys);
                columns.add(Column.of(rows.column(spec.columns().getFirst())));
                String kind = spec.kind() == Kind.MIN ? "least-" : "greatest-";
                add(tables, new TableMeaning(kind + Accumulators.nameOf(spec), kind + arguments(spec), columns));
            }
        }
        return tables;
    }

    /** Several accumulators may share a table of distinct values. */
    private static void add(List<TableMeaning> tables, TableMeaning table) {
        if (tables.stream().noneMatch(other -> other.name().equals(table.name()))) {
            tables.add(table);
        }
    }

    private static List<Column> columns(List<String> keys) {
        return new ArrayList<>(keys.stream().map(Column::of).toList());
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of(ROWS));
        for (int index = 0; index < plan.accumulators().size(); index++) {
            Kind kind = plan.accumulators().get(index).kind();
            boolean counts =
                    switch (kind) {
                        case COUNT, COUNT_TRUE, SUM, SUM_AS_DOUBLE, SUM_SQUARES -> true;
                        case MIN, MAX, FIRST, LAST, SINGLE, JOINED_TEXT -> false;
                    };
            for (int cell = 0; cell < plan.cells(index).size(); cell++) {
                boolean isNumber = counts && cell < 2;
                columns.add(
                        new Column(text(index) + ":" + cell, isNumber ? Initial.ZERO : Initial.NULL, History.NEEDED));
            }
        }
        return columns;
    }

    private String text(int accumulator) {
        AccumulatorSpec spec = plan.accumulators().get(accumulator);
        if (plan.phase() == Phase.GLOBAL) {
            String cell = rows.column(spec.columns().getFirst());
            return cell.equals(ROWS) ? ROWS : cell.substring(0, cell.lastIndexOf(':'));
        }
        return spec.kind() + (spec.distinctness() == Distinctness.DISTINCT ? " distinct " : "") + arguments(spec);
    }

    private String arguments(AccumulatorSpec spec) {
        return rows.columns(spec.columns()) + spec.filter().map(column -> " where " + rows.column(column)).orElse("");
    }

    /** The names of columns that the calls of an aggregation add, told from those of another one. */
    public List<String> results(String hash) {
        return calls().stream().map(call -> call + "@" + hash).toList();
    }

    /** The calls for people, such as {@code [COUNT(*), SUM(amount)]}. */
    public String sql() {
        return plan.calls().stream().map(this::sql).toList().toString();
    }

    private String sql(AccumulatorPlan.Call call) {
        if (plan.phase() != Phase.GLOBAL) {
            return call.call().text(rows);
        }
        int first = call.accumulators().getFirst();
        String text = first == AccumulatorPlan.ROWS ? ROWS : text(first);
        int open = text.indexOf('[');
        String arguments = open < 0 ? "*" : text.substring(open + 1, text.lastIndexOf(']'));
        return call.call().function() + "(" + (arguments.isEmpty() ? "*" : arguments) + ")";
    }
}
