package io.millrace.connectors.generators.datagen;

import io.millrace.data.DataType;
import java.util.List;

/** What a column holds. */
sealed interface FieldSpec {

    /** Numbers that count up with the rows. */
    record Sequence(DataType type, long start) implements FieldSpec {}

    /** Random numbers. */
    record Numbers(DataType type, Bounds bounds, double nullRate) implements FieldSpec {}

    /** Random truth values, texts, bytes, dates of the last years and times of day. */
    record Plain(DataType type, int length, boolean varies, double nullRate) implements FieldSpec {}

    /** Moments from now back to some time ago. */
    record Moments(DataType.Instant type, long maxPastMillis, double nullRate) implements FieldSpec {}

    record Arrays(FieldSpec element, int length, double nullRate) implements FieldSpec {}

    record Maps(FieldSpec key, FieldSpec value, int length, double nullRate) implements FieldSpec {}

    record Rows(List<FieldSpec> fields, double nullRate) implements FieldSpec {
        public Rows {
            fields = List.copyOf(fields);
        }
    }
}
