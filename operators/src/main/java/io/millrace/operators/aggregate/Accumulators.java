package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.Cells;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Int128Cells;
import io.millrace.data.LongCells;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.state.MapTable;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.AccumulatorSpec.Kind;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accumulators of a plan over some cells, and how rows reach them. */
final class Accumulators {
    private final AccumulatorPlan plan;
    private final CountAccumulator rowCount;
    private final Accumulator[] accumulators;
    private final List<Feed> feeds = new ArrayList<>();
    private final List<MapTable> distinctTables = new ArrayList<>();
    private final Map<List<List<Integer>>, DistinctValues> seen = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<DistinctValues> allSeen = new ArrayList<>();
    private final RowSet narrowed = new RowSet();

    /**
     * Accumulators that get the same rows: those with all required columns, a true filter, and a new value where
     * distinct.
     */
    private record Feed(int[] required, int filter, Distinct distinct, List<Accumulator> accumulators) {}

    /** Which rows bring a new value. */
    private sealed interface Distinct {
        /** All of them. */
        record No() implements Distinct {}

        /** Where rows may be taken away again. */
        record Counted(DistinctRows rows) implements Distinct {}

        /** Where they stay. */
        record Seen(DistinctValues values, int bit) implements Distinct {}
    }

    private record FeedKey(List<Integer> required, Optional<Integer> filter, List<Integer> distinctColumns) {}

    /**
     * @param cells those that {@link AccumulatorPlan#cells} names, in order
     * @param keyColumns of the input, for the tables of single values
     * @param tables where single values are kept; empty where no accumulator of the plan needs that
     */
    Accumulators(AccumulatorPlan plan, Flow flow, Cells[] cells, int[] keyColumns, Optional<GroupTables> tables) {
        this.plan = plan;
        boolean merges = plan.phase() == Phase.GLOBAL;
        rowCount =
                new CountAccumulator(
                        cells[0],
                        plan.grouping().keys().size(),
                        merges ? CountAccumulator.Adds.COUNT : CountAccumulator.Adds.WEIGHT);
        accumulators = new Accumulator[plan.accumulators().size()];
        List<FeedKey> keys = new ArrayList<>();
        for (int i = 0; i < accumulators.length; i++) {
            AccumulatorSpec spec = plan.accumulators().get(i);
            Cells[] own = new Cells[plan.cells(i).size()];
            System.arraycopy(cells, plan.firstCell(i), own, 0, own.length);
            accumulators[i] = make(spec, flow, own, keyColumns, tables);
            boolean distinct = spec.distinctness() == Distinctness.DISTINCT;
            FeedKey key = new FeedKey(required(spec), spec.filter(), distinct ? spec.columns() : List.of());
            int at = keys.indexOf(key);
            if (at < 0) {
                at = keys.size();
                keys.add(key);
                feeds.add(
                        new Feed(
                                key.required().stream().mapToInt(Integer::intValue).toArray(),
                                spec.filter().orElse(-1),
                                distinct ? distinct(spec, flow, keyColumns, tables.orElseThrow()) : new Distinct.No(),
                                new ArrayList<>()));
            }
            feeds.get(at).accumulators().add(accumulators[i]);
        }
    }

    private List<Integer> required(AccumulatorSpec spec) {
        boolean merges = plan.phase() == Phase.GLOBAL;
        return switch (spec.kind()) {
            case COUNT -> merges ? List.of() : spec.columns();
            case COUNT_TRUE, SUM, SUM_AS_DOUBLE, SUM_SQUARES -> merges ? List.of() : spec.columns().subList(0, 1);
            case MIN, MAX, FIRST, LAST, SINGLE, JOINED_TEXT -> spec.columns().subList(0, 1);
        };
    }

    private Accumulator make(
            AccumulatorSpec spec, Flow flow, Cells[] cells, int[] keyColumns, Optional<GroupTables> tables) {
        boolean merges = plan.phase() == Phase.GLOBAL;
        int column = spec.columns().isEmpty() ? -1 : spec.columns().getFirst();
        int second = spec.columns().size() > 1 ? spec.columns().get(1) : -1;
        return switch (spec.kind()) {
            case COUNT ->
                    new CountAccumulator(
                            cells[0], column, merges ? CountAccumulator.Adds.COUNT : CountAccumulator.Adds.WEIGHT);
            case COUNT_TRUE ->
                    new CountAccumulator(
                            cells[0],
                            column,
                            merges ? CountAccumulator.Adds.COUNT : CountAccumulator.Adds.WEIGHT_IF_TRUE);
            case SUM ->
                    switch (cells[0]) {
                        case LongCells longs -> new LongSumAccumulator(longs, cells[1], column, merges ? second : -1);
                        case Int128Cells wide -> new WideSumAccumulator(wide, cells[1], column, merges ? second : -1);
                        case Cells other -> doubles(spec, cells, DoubleSumAccumulator.Adds.VALUE);
                    };
            case SUM_AS_DOUBLE -> doubles(spec, cells, DoubleSumAccumulator.Adds.VALUE);
            case SUM_SQUARES -> doubles(spec, cells, DoubleSumAccumulator.Adds.SQUARE);
            case MIN, MAX -> best(spec, flow, cells[0], keyColumns, tables);
            case FIRST, LAST, SINGLE, JOINED_TEXT -> {
                if (!flow.isAppend()) {
                    throw MillraceException.user(
                            "order-of-changes",
                            "FIRST_VALUE, LAST_VALUE and LISTAGG need rows that stay, because changes have no order: use MIN or MAX, or ROW_NUMBER");
                }
                yield spec.kind() == Kind.JOINED_TEXT
                        ? new TextAccumulator(cells[0], column, second)
                        : new ValueAccumulator(
                                cells[0],
                                column,
                                spec.kind() == Kind.FIRST
                                        ? ValueAccumulator.Keeps.FIRST
                                        : spec.kind() == Kind.LAST
                                                ? ValueAccumulator.Keeps.LAST
                                                : ValueAccumulator.Keeps.ONLY);
            }
        };
    }

    private Accumulator doubles(AccumulatorSpec spec, Cells[] cells, DoubleSumAccumulator.Adds adds) {
        int column = spec.columns().getFirst();
        DataType type = plan.input().type(column);
        return new DoubleSumAccumulator(
                cells,
                column,
                plan.phase() == Phase.GLOBAL ? DoubleSumAccumulator.Adds.SUM : adds,
                new DoubleArgument(type));
    }

    private Accumulator best(
            AccumulatorSpec spec, Flow flow, Cells cells, int[] keyColumns, Optional<GroupTables> tables) {
        BestAccumulator.Wins wins =
                spec.kind() == Kind.MIN ? BestAccumulator.Wins.LEAST : BestAccumulator.Wins.GREATEST;
        int column = spec.columns().getFirst();
        DataType type = plan.input().type(column);
        if (flow.isAppend()) {
            return new BestAccumulator(cells, column, wins, type.storage());
        }
        String name = (spec.kind() == Kind.MIN ? "least-" : "greatest-") + nameOf(spec);
        return new OrderedBestAccumulator(
                cells, tables.orElseThrow().ordered(name, Field.required("value", type)), wins, keyColumns, column);
    }

    private Distinct distinct(AccumulatorSpec spec, Flow flow, int[] keyColumns, GroupTables tables) {
        if (!flow.isAppend()) {
            return new Distinct.Counted(new DistinctRows(values(spec, keyColumns, nameOf(spec), tables)));
        }
        List<List<Integer>> key = List.of(spec.columns(), required(spec));
        DistinctValues values = seen.get(key);
        if (values == null || values.isFull()) {
            AccumulatorSpec unfiltered = spec.unfiltered();
            String name = nameOf(unfiltered) + (names.add(nameOf(unfiltered)) ? "" : "-" + distinctTables.size());
            int[] required = required(spec).stream().mapToInt(Integer::intValue).toArray();
            values = new DistinctValues(values(spec, keyColumns, name, tables), required);
            seen.put(key, values);
            allSeen.add(values);
        }
        return new Distinct.Seen(values, values.bit(spec.filter().orElse(-1)));
    }

    private DistinctTable values(AccumulatorSpec spec, int[] keyColumns, String name, GroupTables tables) {
        List<Field> values = new ArrayList<>();
        int[] columns = new int[keyColumns.length + spec.columns().size()];
        System.arraycopy(keyColumns, 0, columns, 0, keyColumns.length);
        for (int i = 0; i < spec.columns().size(); i++) {
            int column = spec.columns().get(i);
            columns[keyColumns.length + i] = column;
            values.add(Field.of("value" + i, plan.input().type(column)));
        }
        MapTable table = tables.map("distinct-" + name, values, List.of(Field.of("count", Plain.BIGINT)));
        distinctTables.add(table);
        return new DistinctTable(table, columns);
    }

    static String nameOf(AccumulatorSpec spec) {
        StringBuilder name = new StringBuilder();
        for (int column : spec.columns()) {
            name.append(name.isEmpty() ? "" : "-").append(column);
        }
        spec.filter().ifPresent(filter -> name.append("-where-").append(filter));
        return name.toString();
    }

    /** Makes the cells of new groups ready. */
    void begin(int[] slots, int count) {
        rowCount.begin(slots, count);
        for (Accumulator accumulator : accumulators) {
            accumulator.begin(slots, count);
        }
    }

    /** Adds rows to the groups of their slots. */
    void add(Batch batch, RowSet rows) {
        rowCount.add(batch, rows);
        for (DistinctValues values : allSeen) {
            values.locate(batch, rows);
        }
        for (Feed feed : feeds) {
            RowSet fed =
                    switch (feed.distinct()) {
                        case Distinct.No no -> narrowed(batch, rows, feed);
                        case Distinct.Counted(DistinctRows counted) ->
                                counted.changes(batch, narrowed(batch, rows, feed));
                        case Distinct.Seen(DistinctValues values, int bit) -> values.changes(batch, bit);
                    };
            if (fed.count > 0) {
                for (Accumulator accumulator : feed.accumulators()) {
                    accumulator.add(batch, fed);
                }
            }
        }
    }

    private RowSet narrowed(Batch batch, RowSet rows, Feed feed) {
        if (feed.filter() < 0 && !mayHaveNulls(batch, feed.required())) {
            return rows;
        }
        narrowed.narrow(rows, batch, feed.required(), feed.filter());
        return narrowed;
    }

    private static boolean mayHaveNulls(Batch batch, int[] columns) {
        for (int column : columns) {
            if (batch.column(column).mayHaveNulls()) {
                return true;
            }
        }
        return false;
    }

    List<MapTable> distinctTables() {
        return distinctTables;
    }

    LongCells rowCount() {
        return rowCount.cells();
    }

    /** The accumulator at an index of the plan, or the count of rows. */
    Accumulator accumulator(int index) {
        return index == AccumulatorPlan.ROWS ? rowCount : accumulators[index];
    }

    /** Whether a group is as if it had never been. */
    boolean isZero(int slot) {
        if (!rowCount.isZero(slot)) {
            return false;
        }
        for (Accumulator accumulator : accumulators) {
            if (!accumulator.isZero(slot)) {
                return false;
            }
        }
        return true;
    }
}
