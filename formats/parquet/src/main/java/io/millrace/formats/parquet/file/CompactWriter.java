package io.millrace.formats.parquet.file;

import io.millrace.data.ByteSink;
import java.nio.charset.StandardCharsets;

/** Writes structures in the compact form of Thrift: fields in the order of their ids, each structure ended. */
final class CompactWriter {
    static final int I32 = 5;
    static final int I64 = 6;
    static final int BINARY = 8;
    static final int STRUCT = 12;
    private static final int LIST = 9;
    private static final int MAX_DEPTH = 16;

    private final ByteSink sink;
    private final int[] lastIds = new int[MAX_DEPTH];
    private int depth;

    CompactWriter(ByteSink sink) {
        this.sink = sink;
    }

    /** A structure begins, as an element or on its own. */
    CompactWriter begin() {
        lastIds[++depth] = 0;
        return this;
    }

    /** A structure begins as a field. */
    CompactWriter begin(int id) {
        head(id, STRUCT);
        return begin();
    }

    CompactWriter end() {
        sink.writeByte(CompactReader.STOP);
        depth--;
        return this;
    }

    CompactWriter bool(int id, Boolean value) {
        head(id, value ? 1 : 2);
        return this;
    }

    CompactWriter i8(int id, int value) {
        head(id, 3);
        sink.writeByte(value);
        return this;
    }

    CompactWriter i32(int id, int value) {
        head(id, I32);
        return element(value);
    }

    CompactWriter i64(int id, long value) {
        head(id, I64);
        return element(value);
    }

    CompactWriter binary(int id, byte[] value) {
        head(id, BINARY);
        return element(value);
    }

    CompactWriter text(int id, String value) {
        return binary(id, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A list begins, whose elements follow. */
    CompactWriter list(int id, int elementType, int size) {
        head(id, LIST);
        if (size < 15) {
            sink.writeByte(size << 4 | elementType);
        } else {
            sink.writeByte(0xF0 | elementType);
            varint(size);
        }
        return this;
    }

    CompactWriter element(long value) {
        varint(value << 1 ^ value >> 63);
        return this;
    }

    CompactWriter element(byte[] value) {
        varint(value.length);
        sink.write(value, 0, value.length);
        return this;
    }

    /** An element of a list of booleans. */
    CompactWriter listedBool(Boolean value) {
        sink.writeByte(value ? 1 : 2);
        return this;
    }

    private void head(int id, int type) {
        int delta = id - lastIds[depth];
        if (delta > 0 && delta < 16) {
            sink.writeByte(delta << 4 | type);
        } else {
            sink.writeByte(type);
            element(id);
        }
        lastIds[depth] = id;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            sink.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        sink.writeByte((int) rest);
    }
}
