package io.millrace.data;

import java.util.List;
import java.util.stream.Collectors;

/** The fields of a stream or a table, in order. The columns of a batch follow it by position. */
public record Schema(List<Field> fields) {

    public Schema {
        fields = List.copyOf(fields);
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public DataType type(int index) {
        return fields.get(index).type();
    }

    public List<DataType> types() {
        return fields.stream().map(Field::type).toList();
    }

    /** The position of the field with this name, or −1. */
    public int indexOf(String name) {
        for (int index = 0; index < fields.size(); index++) {
            if (fields.get(index).name().equals(name)) {
                return index;
            }
        }
        return -1;
    }

    /** The fields at these positions, in this order. */
    public Schema project(int[] indices) {
        Field[] chosen = new Field[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = fields.get(indices[i]);
        }
        return of(chosen);
    }

    @Override
    public String toString() {
        return fields.stream()
                .map(field -> field.name() + " " + field.type().sql())
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
