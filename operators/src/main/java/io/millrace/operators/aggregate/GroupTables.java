package io.millrace.operators.aggregate;

import io.millrace.data.Field;
import io.millrace.data.RowOrder;
import io.millrace.data.Schema;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.StateTables;
import java.util.ArrayList;
import java.util.List;

/**
 * Declares the tables of an aggregation, all of which are keyed alike.
 *
 * @param keys what a group is found by; for {@link Kind#PANES} the pane comes first
 */
public record GroupTables(StateTables state, Schema keys, Kind kind) {

    /** What the tables belong to. */
    public enum Kind {
        /** To key groups. */
        KEYED,
        /** To the instance. */
        OWN,
        /** To key groups, and their rows to panes of time. */
        PANES
    }

    /** A table by the keys and some more columns. */
    public MapTable map(String name, List<Field> furtherKeys, List<Field> values) {
        List<Field> fields = new ArrayList<>(keys.fields());
        fields.addAll(furtherKeys);
        Schema key = new Schema(fields);
        Schema value = new Schema(values);
        return switch (kind) {
            case KEYED -> state.map(name, key, value);
            case OWN -> state.ownMap(name, key, value);
            case PANES -> state.panes(name, key, value);
        };
    }

    /** Values under the keys, least first. */
    OrderedTable ordered(String name, Field value) {
        return state.ordered(name, keys, Schema.of(value), RowOrder.ascending(0));
    }
}
