package io.millrace.state;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table's columns are and what they mean to a snapshot: first those of the key, then those that tell rows of one
 * key apart, then the rest, the weight last where there is one.
 *
 * @param schema all columns
 * @param keyColumns how many of them are the key
 * @param identityColumns how many of them, the key included, say which row it is
 * @param ownership whose the rows are
 * @param dealtBy how many of the key columns, the pane apart, decide on the key group; 0 for all
 */
record TableShape(
        String name, Kind kind, Schema schema, int keyColumns, int identityColumns, Ownership ownership, int dealtBy) {

    /** The kinds of tables. */
    enum Kind {
        MAP,
        PANES,
        MULTIMAP,
        BAG,
        ORDERED
    }

    /** Who gets a row at a restore. */
    enum Ownership {
        /** The owner of its key group. */
        KEY_GROUP,
        /** Any one instance. */
        INSTANCE,
        /** Every instance, as each had all rows: from one former instance each. */
        EVERYWHERE
    }

    static TableShape map(String name, Kind kind, Schema keys, Schema values, Ownership ownership) {
        return new TableShape(name, kind, joined(keys, values), keys.size(), keys.size(), ownership, 0);
    }

    static TableShape weighted(String name, Kind kind, Schema keys, Schema rows, Schema counters) {
        return weighted(name, kind, keys, rows, counters, byKeys(keys));
    }

    private static Ownership byKeys(Schema keys) {
        return keys.size() == 0 ? Ownership.EVERYWHERE : Ownership.KEY_GROUP;
    }

    private static TableShape weighted(
            String name, Kind kind, Schema keys, Schema rows, Schema counters, Ownership ownership) {
        Schema weight = Schema.of(Field.required("weight", DataType.Plain.INT));
        return new TableShape(
                name, kind, joined(keys, rows, counters, weight), keys.size(), keys.size() + rows.size(), ownership, 0);
    }

    /** Rows that a number tells apart. */
    static TableShape bag(String name, Schema keys, Schema rows, Schema counters) {
        return bag(name, keys, rows, counters, byKeys(keys));
    }

    static TableShape wholeBag(String name, Schema keys, Schema rows, Schema counters) {
        return bag(name, keys, rows, counters, Ownership.EVERYWHERE);
    }

    private static TableShape bag(String name, Schema keys, Schema rows, Schema counters, Ownership ownership) {
        Schema number = Schema.of(Field.required("$row", DataType.Plain.BIGINT));
        return weighted(name, Kind.BAG, keys, number, joined(rows, counters), ownership);
    }

    int columnCount() {
        return schema.size();
    }

    /** Name of the column with the time of a row's last change, in milliseconds. */
    static final String TIME = "$changed";

    /** The cells beside those that the operator declares, where it is kept when rows were changed. */
    static Schema timed(Schema cells) {
        List<Field> fields = new ArrayList<>(cells.fields());
        fields.add(Field.of(TIME, DataType.Plain.BIGINT));
        return new Schema(fields);
    }

    boolean isTimed() {
        return timeColumn() >= 0;
    }

    /** The column with the times, or −1. */
    int timeColumn() {
        for (int column = identityColumns; column < schema.size(); column++) {
            if (schema.field(column).name().equals(TIME)) {
                return column;
            }
        }
        return -1;
    }

    /** The columns whose hash decides on the key group; for rows of an instance, on who gets them at a restore. */
    int[] groupColumns() {
        if (isOwn()) {
            return range(0, identityColumns);
        }
        int first = kind == Kind.PANES ? 1 : 0;
        int last = dealtBy == 0 ? keyColumns : Math.min(keyColumns, first + dealtBy);
        return range(first, last);
    }

    /** The columns that tell rows of one key apart. */
    int[] rowColumns() {
        return range(keyColumns, identityColumns);
    }

    /** The same table of an operator whose rows are dealt out by so many columns. */
    TableShape dealtBy(int columns) {
        return new TableShape(name, kind, schema, keyColumns, identityColumns, ownership, columns);
    }

    /** Whether its rows belong to the instance and to no key group. */
    boolean isOwn() {
        return ownership != Ownership.KEY_GROUP;
    }

    static int[] range(int from, int to) {
        int[] columns = new int[to - from];
        for (int i = from; i < to; i++) {
            columns[i - from] = i;
        }
        return columns;
    }

    private static Schema joined(Schema... parts) {
        List<Field> fields = new ArrayList<>();
        for (Schema part : parts) {
            fields.addAll(part.fields());
        }
        return new Schema(fields);
    }
}
