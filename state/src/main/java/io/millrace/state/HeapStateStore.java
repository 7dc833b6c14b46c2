package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.MillraceException;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.TimeToLive;
import io.millrace.state.TableShape.Kind;
import io.millrace.state.TableShape.Ownership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tables in memory, with snapshots of what changed. A table that is declared is filled from what is restored at once.
 */
final class HeapStateStore implements StateStore {
    /** Which rows are frozen. */
    private enum RowKind {
        ALL,
        /** Those that are the instance's own, not a key's. */
        OWN
    }

    /** So many rows are looked at in each call. */
    static final int FORGET_SLOTS = 8192;

    private final Instance instance;
    private final FileStorage storage;
    private final Executor executor;
    private final StateMemory memory;
    private final BufferPool buffers;
    private final String folder;
    private int coldFiles;
    private final StoreRestore restore;
    private final SnapshotChain chain = new SnapshotChain();
    private final List<RestorableTable> tables = new ArrayList<>();
    private final List<RowsCopier> copiers = new ArrayList<>();
    private final List<TableMemory> memories = new ArrayList<>();
    private Optional<HeapSnapshot> last = Optional.empty();
    private Optional<Link> own = Optional.empty();
    private int snapshots;
    private boolean isRestored;

    /** Where the search for rows that are to be forgotten goes on: table and slot. */
    private int forgetting;

    private int forgettingFrom;
    private final int[] forgettingSlots = new int[FORGET_SLOTS];
    private final IntStack old = new IntStack();

    /**
     * What a store shares with others.
     *
     * @param storage where snapshots go
     * @param executor which writes them
     * @param buffers for the copies of rows on their way there
     */
    record Surroundings(FileStorage storage, Executor executor, StateMemory memory, BufferPool buffers) {}

    HeapStateStore(Instance instance, StoreRestore restore, Surroundings shared) {
        this.instance = instance;
        this.restore = restore;
        this.storage = shared.storage();
        this.executor = shared.executor();
        this.memory = shared.memory();
        this.buffers = shared.buffers();
        this.folder = memory.folder();
    }

    @Override
    public MapTable map(String name, Schema keys, Schema values) {
        TableShape shape = dealt(TableShape.map(name, Kind.MAP, keys, timed(name, values), Ownership.KEY_GROUP));
        return declare(new HeapMapTable(shape, memory(shape)));
    }

    @Override
    public PaneTable panes(String name, Schema keys, Schema values) {
        TableShape shape = dealt(TableShape.map(name, Kind.PANES, keys, values, Ownership.KEY_GROUP));
        return declare(new HeapPaneTable(shape, memory(shape)));
    }

    @Override
    public MapTable ownMap(String name, Schema keys, Schema values) {
        TableShape shape = TableShape.map(name, Kind.MAP, keys, values, Ownership.INSTANCE);
        return declare(new HeapMapTable(shape, memory(shape)));
    }

    @Override
    public MultimapTable multimap(String name, Schema keys, Schema rows, Schema counters) {
        TableShape shape = dealt(TableShape.weighted(name, Kind.MULTIMAP, keys, rows, timed(name, counters)));
        return declare(new HeapMultimapTable(shape, memory(shape)));
    }

    @Override
    public MultimapTable bag(String name, Schema keys, Schema rows, Schema counters) {
        return bag(dealt(TableShape.bag(name, keys, rows, timed(name, counters))), rows);
    }

    @Override
    public MultimapTable wholeBag(String name, Schema keys, Schema rows, Schema counters) {
        return bag(TableShape.wholeBag(name, keys, rows, timed(name, counters)), rows);
    }

    private MultimapTable bag(TableShape shape, Schema rows) {
        return declare(new HeapBagTable(shape, rows.size(), memory(shape)));
    }

    @Override
    public OrderedTable ordered(String name, Schema keys, Schema rows, RowOrder order) {
        TableShape shape = dealt(TableShape.weighted(name, Kind.ORDERED, keys, rows, timed(name, Schema.of())));
        return declare(new HeapOrderedTable(shape, order, memory(shape)));
    }

    @Override
    public PendingSnapshot freezeLast(long checkpoint) {
        last.ifPresent(HeapSnapshot::cancel);
        adoptRestored();
        ManifestText text = ManifestText.of(instance.keyGroups(), tables);
        // The instance's own tables are few and small: they are written anew.
        writeAllAnew();
        SnapshotWriting writing =
                new SnapshotWriting(fileName(checkpoint), SnapshotWriting.Place.MANIFEST, storage, executor);
        boolean hasOwn = tables.stream().anyMatch(table -> table.rows().shape.isOwn());
        HeapSnapshot snapshot =
                hasOwn
                        ? freeze(writing, text, RowKind.OWN)
                        : HeapSnapshot.unchanged(writing, List.of(), Optional.empty(), text);
        last = Optional.of(snapshot);
        return snapshot;
    }

    @Override
    public PendingSnapshot freeze(long checkpoint) {
        boolean owed = last.isPresent() && last.get().isCopying();
        last.ifPresent(HeapSnapshot::cancel);
        owed |= last.isPresent() && last.get().isCut();
        adoptRestored();
        if (chain.hasFailed()) {
            writeAllAnew();
        }
        ManifestText text = ManifestText.of(instance.keyGroups(), tables);
        boolean allOwn = tables.stream().allMatch(table -> table.rows().shape.isOwn());
        SnapshotWriting writing =
                new SnapshotWriting(
                        fileName(checkpoint),
                        allOwn ? SnapshotWriting.Place.MANIFEST : SnapshotWriting.Place.FILE,
                        storage,
                        executor);
        HeapSnapshot snapshot;
        if (owed || tables.stream().anyMatch(table -> table.rows().isChanged())) {
            if (allOwn) {
                chain.clear(); // The new file holds everything.
            }
            snapshot = freeze(writing, text, RowKind.ALL);
        } else {
            snapshot = HeapSnapshot.unchanged(writing, List.copyOf(chain.links()), own, text);
        }
        last = Optional.of(snapshot);
        return snapshot;
    }

    @Override
    public long sizeBytes() {
        long bytes = 0;
        for (RestorableTable table : tables) {
            bytes += table.sizeBytes() + table.memory().cold().sizeBytes();
        }
        return bytes;
    }

    @Override
    public int rowsAtOnce() {
        int rows = Batch.MAX_ROWS;
        for (int i = 0; i < memories.size(); i++) {
            rows = Math.min(rows, memories.get(i).rowsAtOnce());
        }
        return rows;
    }

    @Override
    public void close() {
        last.ifPresent(HeapSnapshot::drop);
        memories.forEach(TableMemory::close);
        memories.clear();
        tables.clear();
        copiers.clear();
    }

    private Schema timed(String name, Schema cells) {
        return instance.timeToLive().of(name) == TimeToLive.ENDLESS ? cells : TableShape.timed(cells);
    }

    @Override
    public void forget(long nowMillis) {
        if (instance.timeToLive().isForEver() || tables.isEmpty()) {
            return;
        }
        for (RestorableTable table : tables) {
            table.rows().now(nowMillis);
            if (table.rows().shape.isTimed()) {
                table.memory().cold().forgetBefore(nowMillis, ttl(table));
            }
        }
        int left = FORGET_SLOTS;
        for (int ended = 0; left > 0 && ended <= tables.size(); ) {
            int looked = forgetSome(tables.get(forgetting % tables.size()), nowMillis);
            if (looked == 0) {
                forgetting = (forgetting + 1) % tables.size();
                forgettingFrom = 0;
                ended++;
            }
            left -= looked;
        }
    }

    /** Goes on with the search in a table; how many rows it looked at, 0 at its end. */
    private int forgetSome(RestorableTable table, long nowMillis) {
        if (!table.rows().shape.isTimed()) {
            return 0;
        }
        int count = table.rows().list(forgettingFrom, forgettingSlots);
        if (count == 0) {
            table.memory().forgetRuns(table);
            return 0;
        }
        forgettingFrom = forgettingSlots[count - 1] + 1;
        table.rows().unchangedSince(nowMillis - ttl(table), forgettingSlots, count, old);
        while (!old.isEmpty()) {
            table.removeOld(old.pop());
        }
        return count;
    }

    private long ttl(RestorableTable table) {
        return instance.timeToLive().of(table.rows().shape.name());
    }

    private TableShape dealt(TableShape shape) {
        return shape.dealtBy(instance.dealtBy());
    }

    private TableMemory memory(TableShape shape) {
        TableMemory table = unlisted(shape);
        memories.add(table);
        return table;
    }

    /** Whoever gets it closes it. */
    private TableMemory unlisted(TableShape shape) {
        String owner =
                "operator '"
                        + instance.vertex()
                        + "' (instance "
                        + (instance.index() + 1)
                        + " of "
                        + instance.parallelism()
                        + ")";
        ColdRows cold = new ColdRows(shape, memory.scratch().orElse(storage), () -> folder + "/" + coldFiles++);
        return new TableMemory(shape, owner, memory, cold);
    }

    private <T extends RestorableTable> T declare(T table) {
        String name = table.rows().shape.name();
        for (RestorableTable other : tables) {
            if (other.rows().shape.name().equals(name)) {
                throw MillraceException.internal(
                        "vertex " + instance.vertex() + " declares two tables named '" + name + "'");
            }
        }
        RowsCopier copier = new RowsCopier(table.rows().shape, instance.keyGroups(), buffers);
        restore.fill(table, copier, this::unlisted);
        table.rows().adoptRestored();
        table.memory().cold().adoptRestored();
        tables.add(table);
        copiers.add(copier);
        return table;
    }

    /**
     * All tables are declared by the first freeze: what was restored is the beginning of the chain, unless the tables
     * are others now.
     */
    private void adoptRestored() {
        if (isRestored) {
            return;
        }
        isRestored = true;
        if (restore.isMapped()) {
            writeAllAnew();
        } else {
            chain.restore(restore.links(), restore.rows());
        }
    }

    private void writeAllAnew() {
        chain.clear();
        for (RestorableTable table : tables) {
            table.rows().forgetSnapshots();
            table.memory().cold().forgetSnapshots();
            table.memory().rewrite(false);
            removedPanes(table);
        }
    }

    private HeapSnapshot freeze(SnapshotWriting writing, ManifestText text, RowKind kind) {
        int changedRows = 0;
        Set<String> ownTables = new HashSet<>();
        List<HeapSnapshot.Source> sources = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Rows rows = tables.get(i).rows();
            if (kind == RowKind.OWN && !rows.shape.isOwn()) {
                continue;
            }
            ColdRows cold = tables.get(i).memory().cold();
            boolean onlyChanged = rows.isTracked() && !rows.shape.isOwn();
            changedRows += rows.changedRows() + (int) (onlyChanged ? cold.dirtyCount() : cold.liveCount());
            if (rows.shape.isOwn()) {
                ownTables.add(rows.shape.name());
            }
            sources.add(new HeapSnapshot.Source(tables.get(i), copiers.get(i), removedPanes(tables.get(i))));
            rows.freeze();
            cold.freeze(onlyChanged);
        }
        chain.rewriteSome(tables, changedRows);
        writing.copy(chain.takeSmall(), ownTables);
        Link link = new Link.Written(writing, restore.firstGroup(), restore.endGroup());
        chain.add(link);
        if (!ownTables.isEmpty()) {
            own = Optional.of(link);
        }
        return new HeapSnapshot(sources, writing, List.copyOf(chain.links()), own, text);
    }

    private static long[] removedPanes(RestorableTable table) {
        return table instanceof HeapPaneTable panes ? panes.takeRemovedPanes() : new long[0];
    }

    private String fileName(long checkpoint) {
        StringBuilder vertex = new StringBuilder();
        instance.vertex().chars().forEach(c -> vertex.append(Character.isLetterOrDigit(c) && c < 128 ? (char) c : '_'));
        return CheckpointFiles.FOLDER
                + "/"
                + vertex
                + "/"
                + instance.index()
                + "-of-"
                + instance.parallelism()
                + "-"
                + checkpoint
                + "."
                + snapshots++;
    }
}
