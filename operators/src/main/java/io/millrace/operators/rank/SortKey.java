package io.millrace.operators.rank;

import io.millrace.data.RowOrder;
import io.millrace.data.RowOrder.Direction;
import io.millrace.data.RowOrder.NullPlacement;
import java.util.List;

/** One column of an order, and which way it goes. */
public record SortKey(int column, Direction direction, NullPlacement nulls) {

    /** Least first, nulls first. */
    public static SortKey ascending(int column) {
        return new SortKey(column, Direction.ASCENDING, NullPlacement.FIRST);
    }

    /** Greatest first, nulls last. */
    public static SortKey descending(int column) {
        return new SortKey(column, Direction.DESCENDING, NullPlacement.LAST);
    }

    /** The order by these columns, the first one first. */
    public static RowOrder order(List<SortKey> keys) {
        return new RowOrder(
                keys.stream().mapToInt(SortKey::column).toArray(),
                keys.stream().map(SortKey::direction).toArray(Direction[]::new),
                keys.stream().map(SortKey::nulls).toArray(NullPlacement[]::new));
    }

    @Override
    public String toString() {
        return "$"
                + column
                + (direction == Direction.DESCENDING ? " desc" : "")
                + (nulls == (direction == Direction.DESCENDING ? NullPlacement.LAST : NullPlacement.FIRST)
                        ? ""
                        : " nulls " + nulls);
    }
}
