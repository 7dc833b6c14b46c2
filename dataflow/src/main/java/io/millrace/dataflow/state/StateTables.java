package io.millrace.dataflow.state;

import io.millrace.data.Batch;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;

/**
 * Declares the state of one operator instance as tables of typed columns. The name of a table is unique in its operator
 * and stable over time: it is how a checkpoint finds it again.
 *
 * <p>In every table a row stands in a <b>slot</b>, a number from 0 on, reused after a removal. Slots that a call
 * returned stay valid, and their rows in memory, until the next call of that table that finds, adds or lists; cells of
 * a slot are changed only after the table was told, by {@code findOrAdd}, {@code add} or {@code touch}. Rows that were
 * listed may be read and removed; those of a map may be touched, too.
 *
 * <p>Keys decide on the key group and so on the instance: the rows of a keyed operator must have the key columns that
 * its input was hashed by as the first columns of every table's key. A table without key columns belongs to the
 * instance: {@link #ownMap} declares such a table, and a restore at another parallelism deals its rows out among the
 * instances. A multimap or an ordered table without key columns is whole in every instance, which is given all rows, as
 * is a {@link #wholeBag}, and at a restore each takes over one former instance's: former instance {@code i} modulo how
 * many there were.
 */
public interface StateTables {

    /** One row for each key. */
    MapTable map(String name, Schema keys, Schema values);

    /**
     * As {@link #map}; the first key column is the pane, a BIGINT, by which rows expire together. It has no part in the
     * key group.
     */
    PaneTable panes(String name, Schema keys, Schema values);

    /** As {@link #map}, for rows that belong to no key group, such as the positions of a source's splits. */
    MapTable ownMap(String name, Schema keys, Schema values);

    /**
     * Weighted rows under a key.
     *
     * @param rows what makes a row the same row
     * @param counters cells beside each row that may change, such as how many matches it has
     */
    MultimapTable multimap(String name, Schema keys, Schema rows, Schema counters);

    /**
     * As {@link #multimap}, for rows that nobody takes back: every row that is added has a slot of its own, whether or
     * not an equal one is there, and goes by {@link MultimapTable#remove} alone.
     */
    MultimapTable bag(String name, Schema keys, Schema rows, Schema counters);

    /**
     * As {@link #bag}, but whole in every instance whatever its key columns are, as a bag without any is: for an
     * operator that keeps rows by key, each instance of which is given all of them.
     */
    MultimapTable wholeBag(String name, Schema keys, Schema rows, Schema counters);

    /** Weighted rows under a key, in order; ties of the order are broken by the remaining columns. */
    OrderedTable ordered(String name, Schema keys, Schema rows, RowOrder order);

    /**
     * Says what time it is, and forgets some of the rows that were not changed for the time-to-live; nothing happens
     * where state has none. To be called where no slot is held: it may be gone. A little is done in each call, so that
     * none takes long. Rows of panes, and those of {@link #ownMap}, are not forgotten.
     */
    default void forget(long nowMillis) {}

    /**
     * How many keys should be looked up at once, at most: less than a batch where rows are on disk that are wide, and
     * would all come into memory. The rows that an operator is handed are cut by it already.
     */
    default int rowsAtOnce() {
        return Batch.MAX_ROWS;
    }
}
