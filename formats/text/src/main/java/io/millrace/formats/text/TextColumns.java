package io.millrace.formats.text;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Format.ReadRequest;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.util.ArrayList;
import java.util.List;

/** Makes the targets of the fields that a reader is asked for. */
final class TextColumns {
    private TextColumns() {}

    static RecordReader.Targets targets(Schema schema, ReadRequest request) {
        int count = request.fields().size();
        ValueReader[] readers = new ValueReader[count];
        List<String> labels = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) {
            FieldPath path = request.fields().get(slot);
            Field field = field(schema, path);
            readers[slot] = ValueReaders.of(field.type(), request.services().buffers(), request.services().session());
            labels.add(label(schema, path));
            types.add(field.type().sql());
        }
        return new RecordReader.Targets(readers, labels, types);
    }

    /** The field at the end of a path. */
    static Field field(Schema schema, FieldPath path) {
        Field field = schema.field(path.indices().getFirst());
        for (int depth = 1; depth < path.indices().size(); depth++) {
            field = ((DataType.Row) field.type()).fields().get(path.indices().get(depth));
        }
        return field;
    }

    /** The column's number from 1 and its name, such as {@code 3 (bid.price)}. */
    private static String label(Schema schema, FieldPath path) {
        StringBuilder name = new StringBuilder(schema.field(path.indices().getFirst()).name());
        for (int depth = 2; depth <= path.indices().size(); depth++) {
            name.append('.').append(field(schema, new FieldPath(path.indices().subList(0, depth))).name());
        }
        return (path.indices().getFirst() + 1) + " (" + name + ")";
    }
}
