package io.millrace.state;

import io.millrace.data.Spares;
import io.millrace.state.PaneRows.Pane;
import java.util.Arrays;

/**
 * Panes in the order of their numbers: chunks of sorted arrays, one behind the other, that split when they are full and
 * go when they are empty. Most panes come at the end and go at the beginning, which moves little; no entry is an object
 * of its own.
 */
final class PaneOrder {
    private static final int CHUNK = 256;

    private long[][] ids = {};
    private Pane[][] panes = {};
    private int[] sizes = {};
    private int chunks;

    /** Of chunks that became empty. */
    private final Spares<long[]> spareIds = new Spares<>();

    private final Spares<Pane[]> sparePanes = new Spares<>();

    /** The pane of this number, or {@link Pane#NONE}. */
    Pane get(long id) {
        int chunk = chunk(id);
        if (chunk < 0) {
            return Pane.NONE;
        }
        int at = Arrays.binarySearch(ids[chunk], 0, sizes[chunk], id);
        return at < 0 ? Pane.NONE : panes[chunk][at];
    }

    /** The least number, or {@code Long.MAX_VALUE}. */
    long first() {
        return chunks == 0 ? Long.MAX_VALUE : ids[0][0];
    }

    /** The least number greater than this one, or {@code Long.MAX_VALUE}. */
    long next(long id) {
        int chunk = chunk(id);
        if (chunk < 0) {
            return first();
        }
        int at = Arrays.binarySearch(ids[chunk], 0, sizes[chunk], id);
        int next = at < 0 ? -at - 1 : at + 1;
        if (next < sizes[chunk]) {
            return ids[chunk][next];
        }
        return chunk + 1 < chunks ? ids[chunk + 1][0] : Long.MAX_VALUE;
    }

    /** Adds a pane whose number is not there yet. */
    void add(Pane pane) {
        int chunk = Math.max(0, chunk(pane.id));
        if (chunks == 0) {
            insertChunk(0);
        } else if (sizes[chunk] == CHUNK) {
            chunk = makeRoom(chunk, pane.id);
        }
        int size = sizes[chunk];
        int at = -Arrays.binarySearch(ids[chunk], 0, size, pane.id) - 1;
        System.arraycopy(ids[chunk], at, ids[chunk], at + 1, size - at);
        System.arraycopy(panes[chunk], at, panes[chunk], at + 1, size - at);
        ids[chunk][at] = pane.id;
        panes[chunk][at] = pane;
        sizes[chunk]++;
    }

    /** Removes the pane of this number, which is there. */
    void remove(long id) {
        int chunk = chunk(id);
        int at = Arrays.binarySearch(ids[chunk], 0, sizes[chunk], id);
        int left = --sizes[chunk];
        System.arraycopy(ids[chunk], at + 1, ids[chunk], at, left - at);
        System.arraycopy(panes[chunk], at + 1, panes[chunk], at, left - at);
        panes[chunk][left] = Pane.NONE;
        if (left == 0) {
            spareIds.giveBack(ids[chunk]);
            sparePanes.giveBack(panes[chunk]);
            chunks--;
            System.arraycopy(ids, chunk + 1, ids, chunk, chunks - chunk);
            System.arraycopy(panes, chunk + 1, panes, chunk, chunks - chunk);
            System.arraycopy(sizes, chunk + 1, sizes, chunk, chunks - chunk);
        }
    }

    long sizeBytes() {
        return 64 + 20L * sizes.length + 12L * CHUNK * (chunks + spareIds.size());
    }

    /** The last chunk whose first number is not greater; −1 where none is. */
    private int chunk(long id) {
        int low = 0;
        int high = chunks - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (ids[middle][0] <= id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low - 1;
    }

    /** Divides a full chunk, or begins one behind the last; the one that a new number belongs to. */
    private int makeRoom(int chunk, long id) {
        int kept = chunk == chunks - 1 && id > ids[chunk][CHUNK - 1] ? CHUNK : CHUNK / 2;
        insertChunk(chunk + 1);
        System.arraycopy(ids[chunk], kept, ids[chunk + 1], 0, CHUNK - kept);
        System.arraycopy(panes[chunk], kept, panes[chunk + 1], 0, CHUNK - kept);
        Arrays.fill(panes[chunk], kept, CHUNK, Pane.NONE);
        sizes[chunk] = kept;
        sizes[chunk + 1] = CHUNK - kept;
        return kept == CHUNK || id > ids[chunk + 1][0] ? chunk + 1 : chunk;
    }

    private void insertChunk(int at) {
        if (chunks == sizes.length) {
            int length = Math.max(4, 2 * chunks);
            ids = Arrays.copyOf(ids, length);
            panes = Arrays.copyOf(panes, length);
            sizes = Arrays.copyOf(sizes, length);
        }
        System.arraycopy(ids, at, ids, at + 1, chunks - at);
        System.arraycopy(panes, at, panes, at + 1, chunks - at);
        System.arraycopy(sizes, at, sizes, at + 1, chunks - at);
        long[] freeIds = spareIds.take();
        ids[at] = freeIds == null ? new long[CHUNK] : freeIds;
        Pane[] freePanes = sparePanes.take();
        panes[at] = freePanes == null ? new Pane[CHUNK] : freePanes;
        sizes[at] = 0;
        chunks++;
    }
}
