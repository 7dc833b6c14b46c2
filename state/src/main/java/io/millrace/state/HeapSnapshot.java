package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.LongBuilder;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.StateStore;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of a heap store: the rows that its tables have pending go to one file, which is the last link of a chain.
 * A snapshot that is given up before it is copied still ends its file properly: what it holds is right as far as it
 * goes, and the next snapshot holds the rest.
 */
final class HeapSnapshot implements StateStore.PendingSnapshot {
    private static final Schema PANES = Schema.of(Field.required("pane", DataType.Plain.BIGINT));

    private final List<Source> sources;
    private final SnapshotWriting writing;
    private final List<Link> links;
    private final Optional<Link> own;
    private final ManifestText text;
    private final int groups;
    private final int[] slots;
    private State state = State.COPYING;
    private int source;
    private int from;
    private boolean isCut;

    /** So many links, the first ones, are known to be durable: this is asked again and again. */
    private int durableLinks;

    /** Where rows come from: a table, what copies its rows, and the panes that were removed whole. */
    record Source(RestorableTable table, RowsCopier copier, long[] removedPanes) {}

    private enum State {
        COPYING,
        COPIED,
        CANCELLED
    }

    /**
     * Of these links, the last one is the file to be written; the one in {@code own} holds the rows of the instance.
     */
    HeapSnapshot(
            List<Source> sources, SnapshotWriting writing, List<Link> links, Optional<Link> own, ManifestText text) {
        this.sources = sources;
        this.writing = writing;
        this.links = links;
        this.own = own;
        this.text = text;
        this.groups = text.groups();
        this.slots = new int[sources.isEmpty() ? 0 : RowsCopier.UNIT];
        for (Source each : sources) {
            writePanes(each);
        }
    }

    /** A snapshot in which nothing changed since the last one. */
    static HeapSnapshot unchanged(SnapshotWriting none, List<Link> links, Optional<Link> own, ManifestText text) {
        HeapSnapshot snapshot = new HeapSnapshot(List.of(), none, links, own, text);
        snapshot.state = State.COPIED;
        return snapshot;
    }

    @Override
    public Progress advance(int rows) {
        int budget = rows;
        while (state == State.COPYING && budget > 0) {
            if (writing.isBehind()) {
                return Progress.MORE;
            }
            if (source == sources.size()) {
                finish();
                break;
            }
            Source next = sources.get(source);
            budget -=
                    copySome(
                            next, Math.min(budget, Math.min(slots.length, next.table.memory().rowsCopied(next.table))));
        }
        return state == State.COPYING ? Progress.MORE : Progress.DONE;
    }

    @Override
    public boolean isDurable() {
        if (state != State.COPIED) {
            return false;
        }
        while (durableLinks < links.size()) {
            Link link = links.get(durableLinks);
            if (link instanceof Link.Written written && written.hasFailed()) {
                throw written.writing().failure();
            }
            if (!link.isDurable()) {
                return false;
            }
            durableLinks++;
        }
        return true;
    }

    @Override
    public Manifest manifest() {
        if (!isDurable()) {
            throw MillraceException.internal("a snapshot has a manifest once it is durable");
        }
        return text.manifest(links, ownFile());
    }

    /** Gives the snapshot up. What was copied stays part of the chain. */
    @Override
    public void cancel() {
        if (state == State.COPYING) {
            for (Source each : sources) {
                writePreserved(each, 1);
                each.table.rows().endSnapshot();
            }
            writing.finish();
            isCut = true;
        }
        state = State.CANCELLED;
    }

    private String ownFile() {
        return own.map(Link::name).orElse("");
    }

    /** Whether rows are still pending. */
    boolean isCopying() {
        return state == State.COPYING;
    }

    /** Whether it was given up before all rows were copied, so that the next one has some to add. */
    boolean isCut() {
        return isCut;
    }

    /** Gives up the file, too: nobody will restore from here on. */
    void drop() {
        if (state == State.COPYING) {
            writing.drop();
            state = State.CANCELLED;
        }
    }

    /** Returns how many rows of the budget were used, at least one. */
    private int copySome(Source each, int limit) {
        Rows rows = each.table.rows();
        int ghosts = rows.takeGhosts(slots, limit);
        if (ghosts > 0) {
            each.copier.write(rows.columns, slots, ghosts, BlockKind.REMOVED_ROWS, writing);
            rows.bury(slots, ghosts);
            return ghosts;
        }
        ColdRows cold = each.table.memory().cold();
        int buried = cold.copyBuried(limit);
        if (buried > 0) {
            write(each, cold.gone(), BlockKind.REMOVED_ROWS);
            return buried;
        }
        writePreserved(each, RowsCopier.UNIT);
        int count = rows.takePending(from, slots, limit);
        if (count == 0) {
            int copied = cold.copyPending(rows.preserved(), limit);
            if (copied > 0) {
                return copied;
            }
            source++;
            from = 0;
            return 1;
        }
        each.copier.write(rows.columns, slots, count, BlockKind.ROWS, writing);
        from = slots[count - 1] + 1;
        return count;
    }

    private void finish() {
        for (Source each : sources) {
            writePreserved(each, 1);
            each.table.rows().endSnapshot();
        }
        writing.finish();
        state = State.COPIED;
    }

    /** Writes the preserved rows of a table if there are so many. */
    private void writePreserved(Source each, int least) {
        Preserved preserved = each.table.rows().preserved();
        if (preserved.size() >= least || preserved.isHeavy()) {
            write(each, preserved, BlockKind.ROWS);
        }
    }

    private void write(Source each, Preserved preserved, BlockKind kind) {
        for (int start = 0; start < preserved.size(); start += slots.length) {
            int count = Math.min(slots.length, preserved.size() - start);
            for (int i = 0; i < count; i++) {
                slots[i] = start + i;
            }
            each.copier.write(preserved.columns(), slots, count, kind, writing);
        }
        preserved.clear();
    }

    private void writePanes(Source each) {
        long[] panes = each.removedPanes;
        for (int start = 0; start < panes.length; start += Batch.MAX_ROWS) {
            BatchBuilder builder = new BatchBuilder(PANES, BufferPool.HEAP);
            for (int i = start; i < Math.min(panes.length, start + Batch.MAX_ROWS); i++) {
                ((LongBuilder) builder.column(0)).append(panes[i]);
            }
            writing.write(each.table.rows().shape.name(), BlockKind.REMOVED_PANES, 0, groups - 1, builder.build());
        }
    }
}
