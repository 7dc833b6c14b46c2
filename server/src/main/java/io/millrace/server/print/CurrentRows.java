package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Consolidation;
import io.millrace.data.MillraceException;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What an updating result consists of now: all its changes, added up. Belongs to one thread. */
final class CurrentRows {
    /** So much of the heap a result may take; it is copied once when it is shown. */
    private static final int HEAP_PART = 8;

    static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / HEAP_PART;

    private final Consolidation changes;
    private final RowOrder order;

    /** A row, by its place. */
    record Place(Batch batch, int position) {}

    CurrentRows(Schema schema) {
        this.changes = new Consolidation(schema, BufferPool.HEAP);
        int[] columns = new int[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
        this.order = RowOrder.ascending(columns);
    }

    void add(Batch batch) {
        changes.add(batch);
        if (changes.bytes() > MOST_BYTES) {
            throw tooLarge(MOST_BYTES);
        }
    }

    /** For what is kept of a result that is larger than memory. */
    static MillraceException tooLarge(long bytes) {
        return tooLarge(
                "A result that is held in memory until it is shown has more than "
                        + (bytes >> 20)
                        + " MB of texts and nested values.");
    }

    /** For a result that could not be shown because the heap was used up. */
    static MillraceException tooLargeForTheHeap() {
        return tooLarge("The heap was used up by a result that is being shown.");
    }

    private static MillraceException tooLarge(String what) {
        return MillraceException.resources(
                "result-too-large",
                what
                        + " Write it into a table of files with INSERT INTO, select fewer rows or shorter columns, or give the"
                        + " process a larger heap with MILLRACE_JAVA_OPTS=-Xmx…");
    }

    /** The rows that are there, in the order in which they came first. */
    List<Batch> batches() {
        List<Batch> batches = changes.drain();
        batches.forEach(changes::add);
        return batches;
    }

    /** As {@link #batches}; nothing is held afterwards. */
    List<Batch> drain() {
        return changes.drain();
    }

    static long count(List<Batch> batches) {
        long count = 0;
        for (Batch batch : batches) {
            for (int row = 0; row < batch.size(); row++) {
                count += Math.max(0, batch.weightAt(batch.position(row)));
            }
        }
        return count;
    }

    /**
     * The first rows by all columns from left to right: a row that is replaced by one of the same key stays about where
     * it was.
     *
     * @param limit how many at most
     */
    List<Place> first(List<Batch> batches, int limit) {
        Comparator<Place> ascending = (a, b) -> order.compare(a.batch(), a.position(), b.batch(), b.position());
        PriorityQueue<Place> greatestFirst = new PriorityQueue<>(ascending.reversed());
        for (Batch batch : batches) {
            for (int row = 0; row < batch.size(); row++) {
                Place place = new Place(batch, batch.position(row));
                for (int copy = batch.weightAt(place.position()); copy > 0; copy--) {
                    if (greatestFirst.size() < limit) {
                        greatestFirst.add(place);
                    } else if (limit == 0 || ascending.compare(place, greatestFirst.peek()) >= 0) {
                        break;
                    } else {
                        greatestFirst.poll();
                        greatestFirst.add(place);
                    }
                }
            }
        }
        List<Place> sorted = new ArrayList<>(greatestFirst);
        sorted.sort(ascending);
        return sorted;
    }
}
