package io.millrace.dataflow.source;

import io.millrace.data.BatchBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.LongBuilder;
import io.millrace.data.Schema;

/** How bad rows lie in a table of their own. */
public final class Rejects {
    /**
     * Where the record is (file, line counted from 1), which column is wrong (empty where it is the whole record), why,
     * and its text as far as it is text.
     */
    public static final Schema SCHEMA =
            Schema.of(
                    Field.required("file", DataType.STRING),
                    Field.required("line", Plain.BIGINT),
                    Field.required("column", DataType.STRING),
                    Field.required("reason", DataType.STRING),
                    Field.required("raw", DataType.STRING));

    private Rejects() {}

    /** Appends a row: an origin, the column that is wrong or the empty text, and why. */
    public static void append(BatchBuilder rows, RowOrigin origin, String column, String reason) {
        ((BytesBuilder) rows.column(0)).append(origin.file());
        ((LongBuilder) rows.column(1)).append(origin.line());
        ((BytesBuilder) rows.column(2)).append(column);
        ((BytesBuilder) rows.column(3)).append(reason);
        ((BytesBuilder) rows.column(4)).append(origin.record());
        rows.endRow(1);
    }
}
