package io.millrace.formats.text;

import io.millrace.data.ArrayBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MapBuilder;
import io.millrace.data.MillraceException;
import io.millrace.data.RowBuilder;
import io.millrace.dataflow.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads arrays, maps and rows from JSON. The text is checked as a whole first; then every value appends exactly one
 * entry to its builder, a null where it does not fit, so that the builders of fields and elements never get out of
 * step.
 */
final class JsonValueReader implements ValueReader {
    private static final int ABSENT = -1;

    private final JsonSyntax syntax = new JsonSyntax();
    private final DataType type;
    private final ColumnBuilder builder;

    /** Of an array its elements; of a map keys and items; of a row its fields. */
    private final ValueReader[] parts;

    private final byte[][] names;
    private byte[] scratch = new byte[64];
    private boolean fits;

    JsonValueReader(DataType type, ColumnBuilder builder, SessionSettings session) {
        this.type = type;
        this.builder = builder;
        switch (type) {
            case DataType.Array array -> {
                parts =
                        new ValueReader[] {
                            ValueReaders.of(array.element(), ((ArrayBuilder) builder).elements(), session)
                        };
                names = new byte[0][];
            }
            case DataType.Mapping map -> {
                MapBuilder maps = (MapBuilder) builder;
                parts =
                        new ValueReader[] {
                            ValueReaders.of(map.key(), maps.keys(), session),
                            ValueReaders.of(map.value(), maps.items(), session)
                        };
                names = new byte[0][];
            }
            case DataType.Row row -> {
                List<Field> fields = row.fields();
                parts = new ValueReader[fields.size()];
                names = new byte[fields.size()][];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = ValueReaders.of(fields.get(i).type(), ((RowBuilder) builder).field(i), session);
                    names[i] = fields.get(i).name().getBytes(StandardCharsets.UTF_8);
                }
            }
            case DataType other -> throw MillraceException.internal(other.sql() + " is not nested");
        }
    }

    @Override
    public ColumnBuilder builder() {
        return builder;
    }

    @Override
    public boolean append(byte[] data, int start, int end) {
        // The checks look at eight bytes at a time and not past the end, but the words they load may reach there.
        byte[] padded = data.length - end < Swar.PADDING ? Arrays.copyOf(data, end + Swar.PADDING) : data;
        int at = JsonSyntax.space(padded, start, end);
        if (at == end || padded[at] != (type instanceof DataType.Array ? '[' : '{')) {
            return false;
        }
        if (syntax.valueEnd(padded, at, end) != end) {
            return false;
        }
        read(padded, at, end);
        if (!fits) {
            misfit = true;
        }
        return true;
    }

    private boolean misfit;

    @Override
    public void appendOne(byte[] data, long span, int row, Misfits misfits) {
        misfit = false;
        ValueReader.super.appendOne(data, span, row, misfits);
        if (misfit) {
            misfits.misfit(row);
        }
    }

    /** Appends the value that starts here; the byte after it. */
    private int read(byte[] data, int at, int end) {
        fits = true;
        return switch (type) {
            case DataType.Array array -> readArray(data, at, end);
            case DataType.Mapping map -> readMap(data, at, end);
            default -> readRow(data, at, end);
        };
    }

    private int readArray(byte[] data, int from, int end) {
        int at = JsonSyntax.space(data, from + 1, end);
        while (data[at] != ']') {
            at = JsonSyntax.space(data, readPart(parts[0], data, at, end), end);
            at = data[at] == ',' ? JsonSyntax.space(data, at + 1, end) : at;
        }
        ((ArrayBuilder) builder).endRow();
        return at + 1;
    }

    private int readMap(byte[] data, int from, int end) {
        int at = JsonSyntax.space(data, from + 1, end);
        while (data[at] != '}') {
            at = JsonSyntax.space(data, readPart(parts[0], data, at, end), end);
            at = JsonSyntax.space(data, at + 1, end);
            at = JsonSyntax.space(data, readPart(parts[1], data, at, end), end);
            at = data[at] == ',' ? JsonSyntax.space(data, at + 1, end) : at;
        }
        ((MapBuilder) builder).endRow();
        return at + 1;
    }

    /** Finds all members first, because builders want them in order. */
    private int readRow(byte[] data, int from, int end) {
        int[] starts = new int[names.length];
        Arrays.fill(starts, ABSENT);
        int at = JsonSyntax.space(data, from + 1, end);
        while (data[at] != '}') {
            int close = syntax.stringEnd(data, at + 1, end);
            int member = syntax.isEscaped() ? ABSENT : member(data, at + 1, close);
            at = JsonSyntax.space(data, JsonSyntax.space(data, close + 1, end) + 1, end);
            if (member != ABSENT) {
                starts[member] = at;
            }
            at = JsonSyntax.space(data, syntax.valueEnd(data, at, end), end);
            at = data[at] == ',' ? JsonSyntax.space(data, at + 1, end) : at;
        }
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] == ABSENT) {
                parts[i].builder().appendNull();
            } else {
                readPart(parts[i], data, starts[i], end);
            }
        }
        ((RowBuilder) builder).endRow();
        return at + 1;
    }

    private int member(byte[] data, int start, int end) {
        for (int i = 0; i < names.length; i++) {
            if (Arrays.equals(names[i], 0, names[i].length, data, start, end)) {
                return i;
            }
        }
        return ABSENT;
    }

    private int readPart(ValueReader part, byte[] data, int at, int end) {
        byte first = data[at];
        if (part instanceof JsonValueReader nested && (first == '{' || first == '[')) {
            if (first == '[' == nested.type instanceof DataType.Array) {
                int after = nested.read(data, at, end);
                fits &= nested.fits;
                return after;
            }
        }
        int after = syntax.valueEnd(data, at, end);
        boolean appended = false;
        if (first == 'n') {
            part.builder().appendNull();
            appended = true;
        } else if (first != '"') {
            appended = !(part instanceof JsonValueReader) && part.append(data, at, after);
        } else if (!(part instanceof JsonValueReader)) {
            appended = appendString(part, data, at + 1, after - 1);
        }
        if (!appended) {
            part.builder().appendNull();
            fits = false;
        }
        return after;
    }

    private boolean appendString(ValueReader part, byte[] data, int start, int end) {
        if (!syntax.isEscaped()) {
            return part.append(data, start, end);
        }
        scratch = scratch.length < end - start ? new byte[2 * (end - start)] : scratch;
        int length = JsonSyntax.unescape(data, start, end, scratch);
        return length >= 0 && part.append(scratch, 0, length);
    }
}
