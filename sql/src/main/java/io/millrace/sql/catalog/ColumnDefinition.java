package io.millrace.sql.catalog;

import io.millrace.data.Field;
import java.util.Optional;

/** A column of a table, as its DDL declares it. */
public sealed interface ColumnDefinition {

    Field field();

    default String name() {
        return field().name();
    }

    /** A column that the connector reads or writes. */
    record Physical(Field field) implements ColumnDefinition {}

    /** A column computed from others whenever the table is read; it is never written. */
    record Computed(Field field, String expression) implements ColumnDefinition {}

    /**
     * A column that the connector knows beside its rows, such as the offset of a record.
     *
     * @param key the connector's name for it; absent when it is the column's own
     * @param access whether it can be written as well
     */
    record Metadata(Field field, Optional<String> key, Access access) implements ColumnDefinition {}

    /** Whether a metadata column takes part in an INSERT. */
    enum Access {
        READ_WRITE,
        READ_ONLY
    }
}
