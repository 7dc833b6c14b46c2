package io.millrace.connectors.generators.nexmark;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.dataflow.connector.TableOptions;
import java.util.List;

/** The columns of the table: which event it is, and a row for each kind, of which two are null. */
final class NexmarkTable {
    private static final DataType MOMENT = new DataType.Timestamp(3);

    static final Schema SCHEMA =
            Schema.of(
                    Field.of("event_type", Plain.INT),
                    Field.of(
                            "person",
                            row(
                                    Field.of("id", Plain.BIGINT),
                                    Field.of("name", DataType.STRING),
                                    Field.of("emailAddress", DataType.STRING),
                                    Field.of("creditCard", DataType.STRING),
                                    Field.of("city", DataType.STRING),
                                    Field.of("state", DataType.STRING),
                                    Field.of("dateTime", MOMENT),
                                    Field.of("extra", DataType.STRING))),
                    Field.of(
                            "auction",
                            row(
                                    Field.of("id", Plain.BIGINT),
                                    Field.of("itemName", DataType.STRING),
                                    Field.of("description", DataType.STRING),
                                    Field.of("initialBid", Plain.BIGINT),
                                    Field.of("reserve", Plain.BIGINT),
                                    Field.of("dateTime", MOMENT),
                                    Field.of("expires", MOMENT),
                                    Field.of("seller", Plain.BIGINT),
                                    Field.of("category", Plain.BIGINT),
                                    Field.of("extra", DataType.STRING))),
                    Field.of(
                            "bid",
                            row(
                                    Field.of("auction", Plain.BIGINT),
                                    Field.of("bidder", Plain.BIGINT),
                                    Field.of("price", Plain.BIGINT),
                                    Field.of("channel", DataType.STRING),
                                    Field.of("url", DataType.STRING),
                                    Field.of("dateTime", MOMENT),
                                    Field.of("extra", DataType.STRING))));

    private NexmarkTable() {}

    /** The declared columns must be some of those above, by name, with types that hold their values. */
    static void check(TableOptions table) {
        check(table.name(), "", table.schema().fields(), SCHEMA.fields());
    }

    private static void check(String table, String parent, List<Field> declared, List<Field> known) {
        List<String> names = known.stream().map(Field::name).toList();
        for (Field field : declared) {
            String name = parent + field.name();
            int index = names.indexOf(field.name());
            if (index < 0) {
                throw MillraceException.user(
                        "unknown-column",
                        "Table "
                                + table
                                + ": Nexmark events have no "
                                + name
                                + Nearest.suggestion(field.name(), names)
                                + ". There are "
                                + String.join(", ", names));
            }
            DataType wanted = known.get(index).type();
            if (wanted instanceof DataType.Row inner && field.type() instanceof DataType.Row row) {
                check(table, name + ".", row.fields(), inner.fields());
            } else if (!holds(field.type(), wanted)) {
                throw MillraceException.user(
                        "bad-type",
                        "Table "
                                + table
                                + ": column "
                                + name
                                + " is "
                                + field.type().sql()
                                + ", but must be "
                                + wanted.sql());
            }
        }
    }

    private static boolean holds(DataType declared, DataType value) {
        return switch (value) {
            case DataType.Varchar text -> declared instanceof DataType.Varchar;
            case DataType.Timestamp moment -> declared instanceof DataType.Instant instant && instant.precision() >= 3;
            case DataType other -> declared.equals(other);
        };
    }

    private static DataType row(Field... fields) {
        return new DataType.Row(List.of(fields));
    }
}
