package io.millrace.formats.parquet.file;

import io.millrace.data.ByteSink;

/**
 * What stands before each page.
 *
 * @param body how many bytes follow
 * @param values how many values there are, missing ones and those of a dictionary too
 */
public record PageHeader(Kind kind, Body body, int values, Encoding encoding, Levels levels) {

    /** What a page is. */
    public enum Kind {
        /** Levels and values, compressed together. */
        DATA,
        /** Nothing that has to be read. */
        OTHER,
        DICTIONARY,
        /** Levels, then values, which alone may be compressed. */
        DATA_APART
    }

    /** How values are laid out, in the order of the file's numbers. */
    public enum Encoding {
        PLAIN,
        UNUSED,
        PLAIN_DICTIONARY,
        RLE,
        BIT_PACKED,
        DELTA_BINARY_PACKED,
        DELTA_LENGTH_BYTE_ARRAY,
        DELTA_BYTE_ARRAY,
        RLE_DICTIONARY,
        BYTE_STREAM_SPLIT;

        public boolean isDictionary() {
            return this == PLAIN_DICTIONARY || this == RLE_DICTIONARY;
        }

        static Encoding of(int number) {
            if (number < 0 || number >= values().length) {
                throw Damage.of("its values are encoded in the unknown way " + number);
            }
            return values()[number];
        }
    }

    /**
     * The bytes after the header.
     *
     * @param checksum of the bytes as they are stored; {@link #UNCHECKED} where there is none
     */
    public record Body(int compressed, int uncompressed, long checksum) {
        public static final long UNCHECKED = -1;
    }

    /**
     * The levels of a page.
     *
     * @param rows how many rows there are; {@link #UNKNOWN} where it is not said
     * @param isCompressed whether the values after them are compressed
     */
    public record Levels(int rows, Part definition, Part repeat, boolean isCompressed) {
        public static final int UNKNOWN = -1;
        static final Levels TOGETHER = new Levels(UNKNOWN, Part.IN_RUNS, Part.IN_RUNS, true);

        /**
         * Levels of one kind.
         *
         * @param bytes how many bytes they have, where they lie apart from the values
         * @param isPacked whether they are laid out in the way that nobody uses any more; some writers say so of levels
         *     that are not there
         */
        public record Part(int bytes, boolean isPacked) {
            static final Part IN_RUNS = new Part(0, false);
        }
    }

    /** Reads the header in hand, and stands behind it. */
    public static PageHeader read(CompactReader reader) {
        int kind = -1;
        int compressed = 0;
        int uncompressed = 0;
        long checksum = Body.UNCHECKED;
        PageHeader inner = new PageHeader(Kind.OTHER, new Body(0, 0, 0), 0, Encoding.PLAIN, Levels.TOGETHER);
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> kind = reader.i32();
                case 2 -> uncompressed = reader.i32();
                case 3 -> compressed = reader.i32();
                case 4 -> checksum = reader.i32() & 0xFFFFFFFFL;
                case 5 -> inner = together(reader);
                case 7 -> inner = dictionary(reader);
                case 8 -> inner = apart(reader);
                default -> reader.skip();
            }
        }
        if (kind < 0 || compressed < 0 || uncompressed < 0 || inner.values < 0) {
            throw Damage.of("the header of a page is malformed");
        }
        return new PageHeader(
                inner.kind, new Body(compressed, uncompressed, checksum), inner.values, inner.encoding, inner.levels);
    }

    private static PageHeader together(CompactReader reader) {
        int values = 0;
        Encoding encoding = Encoding.PLAIN;
        Levels.Part definition = Levels.Part.IN_RUNS;
        Levels.Part repeat = Levels.Part.IN_RUNS;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> values = reader.i32();
                case 2 -> encoding = Encoding.of(reader.i32());
                case 3 -> definition = new Levels.Part(0, Encoding.of(reader.i32()) == Encoding.BIT_PACKED);
                case 4 -> repeat = new Levels.Part(0, Encoding.of(reader.i32()) == Encoding.BIT_PACKED);
                default -> reader.skip();
            }
        }
        Levels levels = new Levels(Levels.UNKNOWN, definition, repeat, true);
        return new PageHeader(Kind.DATA, new Body(0, 0, 0), values, encoding, levels);
    }

    private static PageHeader dictionary(CompactReader reader) {
        int values = 0;
        Encoding encoding = Encoding.PLAIN;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> values = reader.i32();
                case 2 -> encoding = Encoding.of(reader.i32());
                default -> reader.skip();
            }
        }
        return new PageHeader(Kind.DICTIONARY, new Body(0, 0, 0), values, encoding, Levels.TOGETHER);
    }

    private static PageHeader apart(CompactReader reader) {
        int values = 0;
        int rows = 0;
        Encoding encoding = Encoding.PLAIN;
        int definition = 0;
        int repeat = 0;
        boolean compressed = true;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> values = reader.i32();
                case 3 -> rows = reader.i32();
                case 4 -> encoding = Encoding.of(reader.i32());
                case 5 -> definition = reader.i32();
                case 6 -> repeat = reader.i32();
                case 7 -> compressed = reader.bool();
                default -> reader.skip();
            }
        }
        Levels levels =
                new Levels(rows, new Levels.Part(definition, false), new Levels.Part(repeat, false), compressed);
        return new PageHeader(Kind.DATA_APART, new Body(0, 0, 0), values, encoding, levels);
    }

    /** Writes the header of a page with levels and values together, or of a dictionary. */
    public void write(ByteSink sink) {
        CompactWriter writer = new CompactWriter(sink).begin();
        writer.i32(1, kind == Kind.DICTIONARY ? 2 : 0);
        writer.i32(2, body.uncompressed).i32(3, body.compressed).i32(4, (int) body.checksum);
        if (kind == Kind.DICTIONARY) {
            writer.begin(7).i32(1, values).i32(2, encoding.ordinal()).end();
        } else {
            int rle = Encoding.RLE.ordinal();
            writer.begin(5).i32(1, values).i32(2, encoding.ordinal()).i32(3, rle).i32(4, rle).end();
        }
        writer.end();
    }

    /** The header of a page that is written. */
    public static PageHeader of(Kind kind, Body body, int values, Encoding encoding) {
        return new PageHeader(kind, body, values, encoding, Levels.TOGETHER);
    }
}
