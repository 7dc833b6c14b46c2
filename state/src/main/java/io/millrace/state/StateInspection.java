package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.KeyGroups;
import io.millrace.data.Lease;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.data.TypeParser;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.Manifest.FileReference;
import io.millrace.state.ManifestText.TableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads the tables of one operator out of a checkpoint, without the operator. Blocks are read from the newest to the
 * oldest, so that what is met first of a row is how it is; of the rows that were met only a hash of 64 bits is kept.
 */
public final class StateInspection {
    private static final Schema PANES = Schema.of(Field.required("pane", DataType.Plain.BIGINT));

    private final List<Manifest> manifests;
    private final int dealtBy;
    private final InlineFiles storage;

    /**
     * A table.
     *
     * @param kind map, panes, multimap or ordered
     * @param keyColumns how many of the columns, the first ones, are the key
     */
    public record Table(String name, String kind, int keyColumns, Schema schema) {}

    /** Which rows of a block count. */
    private record Part(FileReference file, int firstGroup, int endGroup) {}

    /**
     * @param manifests of all instances of the operator
     * @param dealtBy by how many columns its rows are dealt out, as its instances were told
     */
    public StateInspection(List<Manifest> manifests, int dealtBy, FileStorage storage) {
        this.manifests = manifests.stream().filter(manifest -> !manifest.body().isEmpty()).toList();
        this.dealtBy = dealtBy;
        this.storage = new InlineFiles(storage);
    }

    /** The tables, in the order in which the operator declared them. */
    public List<Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            for (TableText text : ManifestText.parse(manifest.body()).tables()) {
                TableShape shape = shape(text);
                tables.putIfAbsent(
                        text.name(),
                        new Table(
                                text.name(),
                                text.kind().toLowerCase(java.util.Locale.ROOT),
                                text.keyColumns(),
                                shape.schema()));
            }
        }
        return List.copyOf(tables.values());
    }

    /** Shows the rows of a table, some at a time, each batch lent for the call, until the taker has had enough. */
    public void read(String table, Predicate<Batch> taker) {
        boolean everywhereSeen = false;
        for (Manifest manifest : manifests) {
            ManifestText text = ManifestText.parse(manifest.body());
            storage.add(text);
            for (TableText each : text.tables()) {
                if (each.name().equals(table)) {
                    TableShape shape = shape(each);
                    boolean again = shape.ownership() == TableShape.Ownership.EVERYWHERE && everywhereSeen;
                    everywhereSeen = true;
                    if (!again && !read(shape, text.groups(), parts(manifest, text, shape), taker)) {
                        return;
                    }
                }
            }
        }
    }

    /** The files of an instance, the newest first. */
    private List<Part> parts(Manifest manifest, ManifestText text, TableShape shape) {
        Map<String, FileReference> files = new LinkedHashMap<>();
        manifest.files().forEach(file -> files.put(file.name(), file));
        List<Part> parts = new ArrayList<>();
        if (shape.isOwn()) {
            return storage.reference(text.ownFile())
                    .or(() -> Optional.ofNullable(files.get(text.ownFile())))
                    .map(own -> List.of(new Part(own, 0, text.groups())))
                    .orElse(List.of());
        }
        for (ManifestText.FileText file : text.files().reversed()) {
            FileReference reference = files.get(file.name());
            if (reference == null) {
                throw SnapshotIndex.corrupt("a manifest speaks of the file " + file.name() + " but does not list it");
            }
            parts.add(new Part(reference, file.firstGroup(), file.endGroup()));
        }
        return parts;
    }

    private boolean read(TableShape shape, int groups, List<Part> parts, Predicate<Batch> taker) {
        Set<Long> met = new HashSet<>();
        Set<Long> removedPanes = new HashSet<>();
        for (Part part : parts) {
            SnapshotIndex index = SnapshotIndex.read(storage, part.file().name(), part.file().sizeBytes());
            List<SnapshotIndex.Block> blocks =
                    index.blocks().stream()
                            .filter(block -> block.table().equals(shape.name()))
                            .sorted(
                                    Comparator.comparingInt(SnapshotIndex.Block::sequence)
                                            .thenComparing(SnapshotIndex.Block::kind)
                                            .reversed())
                            .toList();
            for (SnapshotIndex.Block block : blocks) {
                Batch batch = read(part, block, shape);
                if (block.kind() == BlockKind.REMOVED_PANES) {
                    for (int row = 0; row < batch.size(); row++) {
                        removedPanes.add(PaneRows.id(batch.column(0), batch.position(row)));
                    }
                    continue;
                }
                Batch fresh = fresh(batch, shape, groups, part, met, removedPanes);
                if (block.kind() == BlockKind.ROWS && fresh.size() > 0 && !taker.test(fresh)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The rows that were not met before and whose pane was not removed later; all of them are met now. */
    private static Batch fresh(
            Batch batch, TableShape shape, int groups, Part part, Set<Long> met, Set<Long> removedPanes) {
        long[] identities = new long[batch.size()];
        RowHash.hash(batch, TableShape.range(0, shape.identityColumns()), 0, batch.size(), identities);
        long[] hashes = new long[batch.size()];
        RowHash.hash(batch, shape.groupColumns(), 0, batch.size(), hashes);
        int[] positions = new int[batch.size()];
        int count = 0;
        boolean panes = shape.kind() == TableShape.Kind.PANES && !removedPanes.isEmpty();
        for (int row = 0; row < batch.size(); row++) {
            int position = batch.position(row);
            int group = KeyGroups.of(hashes[row], groups);
            boolean counts =
                    group >= part.firstGroup()
                            && group < part.endGroup()
                            && (!panes || !removedPanes.contains(PaneRows.id(batch.column(0), position)));
            if (counts && met.add(identities[row])) {
                positions[count++] = position;
            }
        }
        return batch.select(positions, count, Lease.UNPOOLED);
    }

    private Batch read(Part part, SnapshotIndex.Block block, TableShape shape) {
        Schema schema =
                switch (block.kind()) {
                    case REMOVED_PANES -> PANES;
                    case REMOVED_ROWS -> shape.schema().project(TableShape.range(0, shape.identityColumns()));
                    case ROWS -> shape.schema();
                };
        byte[] data = new byte[block.length()];
        storage.read(part.file().name(), block.offset(), data, 0, data.length);
        return BatchCodec.decode(data, 0, data.length, schema, BufferPool.HEAP);
    }

    private TableShape shape(TableText text) {
        List<Field> fields = new ArrayList<>();
        text.columns().forEach((name, type) -> fields.add(Field.of(name, TypeParser.parse(type))));
        return new TableShape(
                text.name(),
                TableShape.Kind.valueOf(text.kind()),
                new Schema(fields),
                text.keyColumns(),
                text.identityColumns(),
                TableShape.Ownership.valueOf(text.ownership()),
                dealtBy);
    }
}
