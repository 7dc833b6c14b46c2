package io.millrace.connectors.files;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the columns that stand in the names of a file's folders, and what is known of the file itself, beside those that
 * stand in the file.
 */
final class PartitionColumns {
    private final List<FieldPath> inFile;

    /** For each field asked for the one row of its column, or null where it comes from the file. */
    private final @Nullable Column[] values;

    private PartitionColumns(List<FieldPath> inFile, @Nullable Column[] values) {
        this.inFile = inFile;
        this.values = values;
    }

    static PartitionColumns of(FileSource source, Path path, List<FieldPath> fields) {
        Schema schema = source.schema();
        Set<String> outside = PartitionPath.outside(source.table());
        List<FieldPath> inFile = new ArrayList<>();
        @Nullable Column[] values = new @Nullable Column[fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            List<Integer> indices = fields.get(i).indices();
            int column = indices.getFirst();
            if (outside.contains(schema.field(column).name())) {
                values[i] = value(source, path, column);
                continue;
            }
            List<Integer> moved = new ArrayList<>(indices);
            int before = 0;
            for (int other = 0; other < column; other++) {
                before += outside.contains(schema.field(other).name()) ? 1 : 0;
            }
            moved.set(0, column - before);
            inFile.add(new FieldPath(moved));
        }
        return new PartitionColumns(inFile, values);
    }

    boolean isEmpty() {
        return inFile.size() == values.length;
    }

    /** The fields to read from the file, as its own columns are counted. */
    List<FieldPath> inFile() {
        return inFile;
    }

    /** The batch with all fields asked for; takes over what it is given. */
    Batch complete(Batch batch) {
        if (isEmpty()) {
            return batch;
        }
        Column[] columns = new Column[values.length];
        int next = 0;
        for (int i = 0; i < columns.length; i++) {
            Column value = values[i];
            if (value == null) {
                columns[i] = batch.column(next++);
                columns[i].retain();
            } else {
                columns[i] = new Column.ConstantColumn(batch.columnSize(), value);
            }
        }
        Batch whole = batch.withColumns(columns);
        batch.release();
        return whole;
    }

    private static Column value(FileSource source, Path path, int column) {
        String name = source.schema().field(column).name();
        DataType type = source.schema().type(column);
        String metadata = source.table().keys().metadata().get(name);
        List<String> found =
                metadata == null ? PartitionPath.value(path, name) : List.of(FileMetadata.text(path, metadata));
        if (found.isEmpty()) {
            throw MillraceException.user(
                    "partition-missing",
                    "File " + path + " is in no folder '" + name + "=...', but the table is partitioned by it");
        }
        ColumnBuilder builder = ColumnBuilder.of(type, BufferPool.HEAP);
        byte[] text = found.getFirst().getBytes(StandardCharsets.UTF_8);
        if (found.getFirst().equals(source.reading().defaultPartition())) {
            builder.appendNull();
        } else if (ValueText.parse(text, 0, text.length, type, builder) != ValueText.Outcome.OK) {
            throw MillraceException.user(
                    "bad-partition",
                    "File "
                            + path
                            + ": '"
                            + found.getFirst()
                            + "' is not a value of type "
                            + type.sql()
                            + " for column "
                            + name);
        }
        return builder.build();
    }
}
