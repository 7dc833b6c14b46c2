package io.millrace.formats.parquet.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads structures in the compact form of Thrift: {@link #begin}, then {@link #next} until {@link #STOP}; each field is
 * read by the method of its type, or by {@link #skip}.
 */
public final class CompactReader {
    /** In the place of a field's id: the structure ends. */
    public static final int STOP = 0;

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;
    private static final int MAX_DEPTH = 64;

    private final byte[] data;
    private final int end;
    private int at;

    /** The id of the last field of each structure that is open. */
    private final int[] lastIds = new int[MAX_DEPTH];

    private int depth;
    private int type;

    public CompactReader(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
    }

    /** Where the next byte is. */
    public int position() {
        return at;
    }

    /** A structure begins here. */
    public void begin() {
        if (++depth >= MAX_DEPTH) {
            throw Damage.of("its metadata is nested too deeply");
        }
        lastIds[depth] = 0;
    }

    /** The id of the next field, or {@link #STOP}. */
    public int next() {
        int head = read();
        if (head == STOP) {
            depth--;
            return STOP;
        }
        int delta = head >>> 4;
        type = head & 15;
        lastIds[depth] = delta == 0 ? (int) zigzag() : lastIds[depth] + delta;
        return lastIds[depth];
    }

    public boolean bool() {
        if (type != TRUE && type != FALSE) {
            throw malformed();
        }
        return type == TRUE;
    }

    public int i32() {
        return Math.toIntExact(i64());
    }

    public long i64() {
        if (type == BYTE) {
            return (byte) read();
        }
        if (type < I16 || type > I64) {
            throw malformed();
        }
        return zigzag();
    }

    public byte[] binary() {
        if (type != BINARY) {
            throw malformed();
        }
        int length = length();
        at += length;
        return Arrays.copyOfRange(data, at - length, at);
    }

    public String text() {
        return new String(binary(), StandardCharsets.UTF_8);
    }

    /** How many elements a list has, which are read one after another. */
    public int list() {
        if (type != LIST && type != SET) {
            throw malformed();
        }
        int head = read();
        type = head & 15;
        int size = head >>> 4;
        if (size == 15) {
            size = (int) varint();
        }
        if (size < 0 || size > end - at) {
            throw malformed();
        }
        return size;
    }

    /** An element of a list of booleans. */
    public boolean listedBool() {
        return read() == TRUE;
    }

    /** Passes over the field. */
    public void skip() {
        skip(type);
    }

    private void skip(int kind) {
        switch (kind) {
            case TRUE, FALSE -> {}
            case BYTE -> read();
            case I16, I16 + 1, I64 -> varint();
            case DOUBLE -> at += Long.BYTES;
            case BINARY -> {
                int length = length();
                at += length;
            }
            case LIST, SET -> {
                type = kind;
                int size = list();
                int element = type;
                for (int i = 0; i < size; i++) {
                    skipElement(element);
                }
            }
            case MAP -> {
                int size = (int) varint();
                int types = size == 0 ? 0 : read();
                for (int i = 0; i < size; i++) {
                    skipElement(types >>> 4);
                    skipElement(types & 15);
                }
            }
            case STRUCT -> {
                begin();
                while (next() != STOP) {
                    skip(type);
                }
            }
            default -> throw malformed();
        }
    }

    private void skipElement(int kind) {
        if (kind == TRUE || kind == FALSE) {
            read();
        } else {
            skip(kind);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw malformed();
        }
        return (int) length;
    }

    private long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = read();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed();
    }

    private int read() {
        if (at >= end) {
            throw new IndexOutOfBoundsException("metadata ends early");
        }
        return data[at++] & 0xFF;
    }

    private static RuntimeException malformed() {
        return Damage.of("its metadata is malformed");
    }
}
