package io.millrace.dataflow.connector;

import io.millrace.data.BufferPool;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.io.OutputStream;
import java.util.List;

/** A way to lay rows out in a file: a record, part of the plan. */
public interface Format {

    /** What it is called, such as {@code csv}. */
    String name();

    /** The end of a file's name, with its dot, such as {@code .csv}. */
    String extension();

    /** How a file can be reached. */
    Access access();

    /**
     * Cuts a file of {@link Access#RANDOM} or an uncompressed one of {@link Access#FORWARD} into ranges that are read
     * apart.
     */
    List<Range> cut(FileInput file, long aboutBytes);

    /** The columns that a file seems to have. */
    Schema infer(FileInput file);

    /** Reads a range of a file, from a position on. */
    FormatReader reader(FileInput file, Range range, long position, ReadRequest request);

    /** Writes a file. */
    FormatWriter writer(OutputStream target, WriteRequest request);

    /** How a file can be reached. */
    enum Access {
        /** From front to back, so that it may be compressed as a whole. */
        FORWARD,
        /** Here and there. */
        RANDOM
    }

    /**
     * A part of a file: the records that begin in it.
     *
     * @param start a byte of the file, which need not begin a record
     * @param end the byte after the last one; {@link #TO_THE_END} reads on to the end of the file
     */
    record Range(long start, long end) {
        public static final long TO_THE_END = Long.MAX_VALUE;
        public static final Range WHOLE = new Range(0, TO_THE_END);
    }

    /**
     * What a reader is to give, and whom it tells of records that it cannot read.
     *
     * @param filters conditions over the fields, by which it may leave out rows
     */
    record ReadRequest(List<FieldPath> fields, List<Expression> filters, BadRecords bad, Services services) {
        public ReadRequest {
            fields = List.copyOf(fields);
            filters = List.copyOf(filters);
        }
    }

    /**
     * What a reader may use.
     *
     * @param maxRecordBytes a longer record is a bad one
     */
    record Services(BufferPool buffers, SessionSettings session, int maxRecordBytes) {}

    /** What a writer is given. */
    record WriteRequest(Schema schema, SessionSettings session) {}
}
