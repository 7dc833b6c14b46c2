package io.millrace.dataflow.source;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;

/** How records that cannot be read lie in a table of their own. */
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
}
