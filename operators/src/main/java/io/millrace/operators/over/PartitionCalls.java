package io.millrace.operators.over;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.IntColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.LongBuilder;
import io.millrace.data.MillraceException;
import io.millrace.data.RowOrder;
import io.millrace.operators.aggregate.AggregateCall;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import io.millrace.operators.aggregate.FrameAggregate;
import io.millrace.operators.over.OverCall.Frame;
import io.millrace.operators.rank.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes the calls of an OVER clause for all rows of a partition, which lie in order in one batch. */
final class PartitionCalls {
    private static final int[] NO_REPETITIONS = {};

    private final Over spec;
    private final RowOrder order;
    private final List<Optional<FrameAggregate>> aggregates = new ArrayList<>();

    PartitionCalls(Over spec) {
        this.spec = spec;
        this.order = SortKey.order(spec.within().order());
        for (OverCall call : spec.calls()) {
            if (call instanceof OverCall.Framed framed) {
                aggregates.add(Optional.of(new FrameAggregate(spec.input(), withRepetitions(framed.call()))));
            } else {
                aggregates.add(Optional.empty());
            }
        }
    }

    /** Which rows repeat others is decided here: they are not given to the aggregate at all. */
    private static AggregateCall withRepetitions(AggregateCall call) {
        return new AggregateCall(call.function(), call.arguments(), Distinctness.ALL, call.filter(), call.type());
    }

    /** Appends the values of every call to {@code into}, from {@code first} on. */
    void append(Batch rows, ColumnBuilder[] into, int first) {
        int size = rows.size();
        int[] peerEnds = peerEnds(rows, size);
        for (int i = 0; i < spec.calls().size(); i++) {
            ColumnBuilder builder = into[first + i];
            switch (spec.calls().get(i)) {
                case OverCall.Numbered numbered -> number(numbered.numbering(), peerEnds, size, (LongBuilder) builder);
                case OverCall.Shifted shifted -> shift(shifted, rows, size, builder);
                case OverCall.Framed framed -> {
                    Members members = new Members(rows, aggregates.get(i).orElseThrow(), repetitions(framed, rows));
                    aggregate(framed.frame(), members, peerEnds, builder);
                }
            }
        }
    }

    /** For each row the end of the rows that are equal to it in the order. */
    private int[] peerEnds(Batch rows, int size) {
        int[] ends = new int[size];
        int from = 0;
        while (from < size) {
            int to = from + 1;
            while (to < size && order.compare(rows, from, rows, to) == 0) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ends[i] = to;
            }
            from = to;
        }
        return ends;
    }

    private static void number(OverCall.Numbering numbering, int[] peerEnds, int size, LongBuilder into) {
        long rank = 0;
        long dense = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || peerEnds[i] != peerEnds[i - 1]) {
                rank = i + 1;
                dense++;
            }
            into.append(
                    switch (numbering) {
                        case ROW_NUMBER -> i + 1;
                        case RANK -> rank;
                        case DENSE_RANK -> dense;
                    });
        }
    }

    private static void shift(OverCall.Shifted shifted, Batch rows, int size, ColumnBuilder into) {
        Column column = rows.column(shifted.column());
        for (int i = 0; i < size; i++) {
            int at = i + shifted.distance();
            if (at >= 0 && at < size) {
                into.append(column, at);
            } else if (shifted.fallback().isEmpty()) {
                into.appendNull();
            } else {
                into.append(rows.column(shifted.fallback().getFirst()), i);
            }
        }
    }

    private static int[] repetitions(OverCall.Framed framed, Batch rows) {
        return framed.call().distinctness() == Distinctness.DISTINCT
                ? Repetitions.previous(rows, framed.call().arguments().stream().mapToInt(i -> i).toArray())
                : NO_REPETITIONS;
    }

    /** The rows of a partition and what adds them up; with DISTINCT, which of them repeat others. */
    private record Members(Batch rows, FrameAggregate aggregate, int[] previous) {
        void add(int member, int frameStart, int set) {
            if (previous.length == 0 || previous[member] < frameStart) {
                aggregate.add(rows, member, set);
            }
        }
    }

    private void aggregate(Frame frame, Members members, int[] peerEnds, ColumnBuilder into) {
        if (frame.preceding() == Frame.UNBOUNDED) {
            running(frame, members, peerEnds, into);
            return;
        }
        Batch rows = members.rows();
        FrameAggregate aggregate = members.aggregate();
        int size = rows.size();
        int[] starts = frame.unit() == Frame.Unit.RANGE ? rangeStarts(frame, rows, peerEnds) : new int[0];
        for (int from = 0; from < size; from += Batch.MAX_ROWS) {
            int to = Math.min(size, from + Batch.MAX_ROWS);
            aggregate.begin(to - from);
            for (int row = from; row < to; row++) {
                boolean ranges = frame.unit() == Frame.Unit.RANGE;
                int first = ranges ? starts[row] : (int) Math.max(0, row - frame.preceding());
                int end = ranges ? peerEnds[row] : row + 1;
                for (int member = first; member < end; member++) {
                    members.add(member, first, row - from);
                }
            }
            aggregate.settle(rows);
            aggregate.results(0, to - from, into);
        }
    }

    private static void running(Frame frame, Members members, int[] peerEnds, ColumnBuilder into) {
        Batch rows = members.rows();
        FrameAggregate aggregate = members.aggregate();
        aggregate.begin(1);
        int added = 0;
        for (int row = 0; row < rows.size(); row++) {
            int end = frame.unit() == Frame.Unit.RANGE ? peerEnds[row] : row + 1;
            for (; added < end; added++) {
                members.add(added, 0, 0);
            }
            aggregate.settle(rows);
            aggregate.results(0, 1, into);
        }
    }

    /** For each row the first row of its frame, by the distance in the first sort column. */
    private int[] rangeStarts(Frame frame, Batch rows, int[] peerEnds) {
        SortKey key = spec.within().order().getFirst();
        Column column = Columns.flat(rows.column(key.column()), BufferPool.HEAP);
        int[] starts = new int[peerEnds.length];
        int first = 0;
        for (int row = 0; row < starts.length; row++) {
            // Nulls are near one another alone.
            while (column.isNull(first) != column.isNull(row)
                    || (!column.isNull(row) && distance(column, first, row) > frame.preceding())) {
                first++;
            }
            starts[row] = first;
        }
        return starts;
    }

    private long distance(Column column, int from, int to) {
        SortKey key = spec.within().order().getFirst();
        long units =
                spec.input().schema().type(key.column()) instanceof DataType.Instant instant && instant.nanos()
                        ? 1_000
                        : 1;
        return switch (column) {
            case LongColumn longs -> Math.abs(Math.subtractExact(longs.values()[to], longs.values()[from])) / units;
            case IntColumn ints -> Math.abs((long) ints.values()[to] - ints.values()[from]);
            case Column other ->
                    throw MillraceException.user("bad-range", "RANGE needs an order by a whole number or a time");
        };
    }
}
