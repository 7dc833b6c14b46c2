package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.KeyGroups;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.Manifest.FileReference;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.TimeToLive;
import io.millrace.state.ManifestText.FileText;
import io.millrace.state.ManifestText.TableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Fills the tables of an instance from the snapshots of all former ones: of every file the blocks with key groups that
 * the instance owns, the oldest first. Rows of instances are dealt out by the hash of what identifies them.
 */
final class StoreRestore {
    private static final Schema PANES = Schema.of(Field.required("pane", DataType.Plain.BIGINT));

    private final Instance instance;
    private final InlineFiles storage;
    private final int firstGroup;
    private final int endGroup;
    private final List<ManifestText> texts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Link> allLinks = new ArrayList<>();
    private final List<Optional<FileReference>> ownFiles = new ArrayList<>();
    private final Map<String, SnapshotIndex> indexes = new HashMap<>();
    private long rows;

    StoreRestore(Instance instance, List<Manifest> manifests, FileStorage storage) {
        this.instance = instance;
        this.storage = new InlineFiles(storage);
        this.firstGroup = KeyGroups.firstGroup(instance.index(), instance.keyGroups(), instance.parallelism());
        this.endGroup = KeyGroups.endGroup(instance.index(), instance.keyGroups(), instance.parallelism());
        for (Manifest manifest : manifests) {
            if (manifest.body().isEmpty()) {
                ownFiles.add(Optional.empty());
            } else {
                accept(manifest);
            }
        }
    }

    /** The first key group that the instance owns. */
    int firstGroup() {
        return firstGroup;
    }

    /** One past the last one. */
    int endGroup() {
        return endGroup;
    }

    /** The files, oldest first, with the key groups that the instance owns of each. */
    List<Link> links() {
        return links;
    }

    /** How many rows the files hold for the instance, about; a row counts each time. */
    long rows() {
        return rows;
    }

    /** Whether the operator has changed since, so that its tables are found by a mapping. */
    boolean isMapped() {
        return texts.stream().anyMatch(text -> text.mappings().isPresent() || !isTimedAsNow(text));
    }

    /** Whether times are kept of the same tables as before. */
    private boolean isTimedAsNow(ManifestText text) {
        return text.tables().stream()
                .allMatch(table ->
                        !table.canBeTimed()
                                || table.isTimed() == (instance.timeToLive().of(table.name()) != TimeToLive.ENDLESS));
    }

    /**
     * Fills a table.
     *
     * @param memories for a table that is needed until its rows are taken over
     */
    void fill(RestorableTable table, RowsCopier copier, Function<TableShape, TableMemory> memories) {
        if (isMapped()) {
            fillMapped(table, memories);
            return;
        }
        TableShape shape = table.rows().shape;
        for (ManifestText text : texts) {
            for (TableText then : text.tables()) {
                if (then.name().equals(shape.name())) {
                    check(then, ManifestText.describe(shape));
                }
            }
        }
        fill(table, copier, links, new Groups(firstGroup, endGroup));
    }

    /** Key groups from the first up to, and without, the end. */
    private record Groups(int first, int end) {}

    /** Reads the tables as they were, and then takes from them what the changed one has. */
    private void fillMapped(RestorableTable table, Function<TableShape, TableMemory> memories) {
        for (ManifestText text : texts) {
            Optional<MappedTable> mapped = MappedTable.of(text, table, instance.dealtBy(), memories);
            if (mapped.isPresent()) {
                boolean moved = mapped.get().isDealtAnew();
                Groups groups = moved ? new Groups(0, instance.keyGroups()) : new Groups(firstGroup, endGroup);
                RestorableTable before = mapped.get().before();
                RowsCopier copier = new RowsCopier(before.rows().shape, instance.keyGroups(), BufferPool.HEAP);
                fill(before, copier, moved ? allLinks : links, groups);
                mapped.get().transfer(batch -> owned(batch, table.rows().shape, firstGroup, endGroup));
                return; // All former instances had the same tables, and their files were read together.
            }
        }
    }

    private void fill(RestorableTable table, RowsCopier copier, List<Link> from, Groups groups) {
        TableShape shape = table.rows().shape;
        if (shape.ownership() == TableShape.Ownership.EVERYWHERE) {
            if (!ownFiles.isEmpty()) {
                ownFiles.get(instance.index() % ownFiles.size())
                        .ifPresent(file -> fill(table, copier, file, 0, instance.keyGroups()));
            }
        } else if (shape.isOwn()) {
            ownFiles.forEach(own -> own.ifPresent(file -> fill(table, copier, file, groups.first(), groups.end())));
        } else {
            for (Link link : from) {
                fill(table, copier, link.reference(), link.firstGroup(), link.endGroup());
            }
        }
    }

    private void accept(Manifest manifest) {
        ManifestText text = ManifestText.parse(manifest.body());
        if (text.groups() != instance.keyGroups()) {
            throw MillraceException.user(
                    "key-groups-changed",
                    "The checkpoint was taken with "
                            + text.groups()
                            + " key groups, and the job has "
                            + instance.keyGroups()
                            + ": set the number back");
        }
        texts.add(text);
        storage.add(text);
        Map<String, FileReference> references = new HashMap<>();
        for (FileReference file : manifest.files()) {
            references.put(file.name(), file);
        }
        for (FileText file : text.files()) {
            allLinks.add(new Link.Restored(reference(references, file.name()), file.firstGroup(), file.endGroup()));
            int first = Math.max(file.firstGroup(), firstGroup);
            int end = Math.min(file.endGroup(), endGroup);
            if (first < end) {
                links.add(new Link.Restored(reference(references, file.name()), first, end));
            }
        }
        ownFiles.add(
                text.ownFile().isEmpty()
                        ? Optional.empty()
                        : storage.reference(text.ownFile())
                                .or(() -> Optional.of(reference(references, text.ownFile()))));
    }

    private static FileReference reference(Map<String, FileReference> references, String name) {
        FileReference file = references.get(name);
        if (file == null) {
            throw SnapshotIndex.corrupt("a manifest speaks of the file " + name + " but does not list it");
        }
        return file;
    }

    private void check(TableText then, TableText now) {
        String where = "Table '" + now.name() + "' of vertex " + instance.vertex();
        if (!then.kind().equals(now.kind()) || !then.ownership().equals(now.ownership())) {
            throw changed(
                    where
                            + " was a "
                            + then.kind()
                            + " of the "
                            + then.ownership()
                            + " in the checkpoint and is a "
                            + now.kind()
                            + " of the "
                            + now.ownership()
                            + " now");
        }
        for (Map.Entry<String, String> column : now.columns().entrySet()) {
            String type = then.columns().get(column.getKey());
            if (type == null) {
                throw changed(
                        where
                                + " has no column '"
                                + column.getKey()
                                + "' in the checkpoint; it is "
                                + column.getValue()
                                + " now");
            }
            if (!type.equals(column.getValue())) {
                throw changed(
                        where
                                + ": column '"
                                + column.getKey()
                                + "' was "
                                + type
                                + " in the checkpoint and is "
                                + column.getValue()
                                + " now");
            }
        }
        for (Map.Entry<String, String> column : then.columns().entrySet()) {
            if (!now.columns().containsKey(column.getKey())) {
                throw changed(
                        where
                                + ": column '"
                                + column.getKey()
                                + "', "
                                + column.getValue()
                                + " in the checkpoint, is gone now");
            }
        }
        if (!List.copyOf(then.columns().keySet()).equals(List.copyOf(now.columns().keySet()))
                || then.keyColumns() != now.keyColumns()
                || then.identityColumns() != now.identityColumns()) {
            throw changed(where + " has its columns in another order, or another key, than in the checkpoint");
        }
    }

    private static MillraceException changed(String what) {
        return MillraceException.user(
                "state-schema-changed", what + ". Start afresh, or from a checkpoint of this query.");
    }

    private void fill(RestorableTable table, RowsCopier copier, FileReference file, int first, int end) {
        SnapshotIndex index =
                indexes.computeIfAbsent(file.name(), name -> SnapshotIndex.read(storage, name, file.sizeBytes()));
        List<SnapshotIndex.Block> blocks = new ArrayList<>();
        for (SnapshotIndex.Block block : index.blocks()) {
            if (block.table().equals(table.rows().shape.name())
                    && block.firstGroup() < end
                    && block.lastGroup() >= first) {
                blocks.add(block);
            }
        }
        blocks.sort(Comparator.comparingInt(SnapshotIndex.Block::sequence).thenComparing(SnapshotIndex.Block::kind));
        for (SnapshotIndex.Block block : blocks) {
            fill(table, copier, read(file.name(), block, table.rows().shape), block, first, end);
        }
    }

    private void fill(
            RestorableTable table, RowsCopier copier, Batch batch, SnapshotIndex.Block block, int first, int end) {
        switch (block.kind()) {
            case REMOVED_PANES -> removePanes((HeapPaneTable) table, copier, batch.column(0), first, end);
            case REMOVED_ROWS -> {
                Batch owned = owned(batch, table.rows().shape, first, end);
                if (owned.size() > 0) {
                    table.restoreRemoved(owned);
                }
            }
            case ROWS -> {
                Batch owned = owned(batch, table.rows().shape, first, end);
                rows += owned.size();
                if (owned.size() > 0) {
                    table.restore(owned);
                }
            }
        }
    }

    private Batch read(String file, SnapshotIndex.Block block, TableShape shape) {
        Schema schema =
                switch (block.kind()) {
                    case REMOVED_PANES -> PANES;
                    case REMOVED_ROWS -> shape.schema().project(TableShape.range(0, shape.identityColumns()));
                    case ROWS -> shape.schema();
                };
        byte[] data = new byte[block.length()];
        storage.read(file, block.offset(), data, 0, data.length);
        try {
            return BatchCodec.decode(data, 0, data.length, schema, BufferPool.HEAP);
        } catch (MillraceException e) {
            MillraceException damaged =
                    SnapshotIndex.corrupt(
                            file
                                    + " at offset "
                                    + block.offset()
                                    + ", table '"
                                    + block.table()
                                    + "': "
                                    + e.getMessage());
            damaged.initCause(e);
            throw damaged;
        }
    }

    /** The rows of these key groups. */
    private Batch owned(Batch batch, TableShape shape, int first, int end) {
        long[] hashes = new long[batch.size()];
        RowHash.hash(batch, shape.groupColumns(), 0, batch.size(), hashes);
        int[] positions = new int[batch.size()];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            int group = KeyGroups.of(hashes[i], instance.keyGroups());
            if (group >= first && group < end) {
                positions[count++] = batch.position(i);
            }
        }
        return count == batch.size() ? batch : batch.select(positions, count, Lease.UNPOOLED);
    }

    /** Removes the rows of panes, as far as they are of these key groups: others may have come from another file. */
    private static void removePanes(HeapPaneTable table, RowsCopier copier, Column panes, int first, int end) {
        for (int row = 0; row < panes.size(); row++) {
            long pane = PaneRows.id(panes, row);
            IntStack doomed = new IntStack();
            int[] slots = new int[RowsCopier.UNIT];
            int start = 0;
            int count = table.listPaneInMemory(pane, start, slots);
            while (count > 0) {
                int[] groups = copier.groups(table.rows().columns, slots, count);
                for (int i = 0; i < count; i++) {
                    if (groups[i] >= first && groups[i] < end) {
                        doomed.push(slots[i]);
                    }
                }
                start += count;
                count = table.listPaneInMemory(pane, start, slots);
            }
            while (!doomed.isEmpty()) {
                table.remove(doomed.pop());
            }
            // Rows on disk keep their order while others are removed.
            start = table.countInMemory(pane);
            count = table.listPane(pane, start, slots);
            while (count > 0) {
                int[] groups = copier.groups(table.rows().columns, slots, count);
                for (int i = 0; i < count; i++) {
                    if (groups[i] >= first && groups[i] < end) {
                        table.remove(slots[i]);
                    } else {
                        start++;
                    }
                }
                count = table.listPane(pane, start, slots);
            }
        }
    }
}
