package io.millrace.formats.parquet.file;

/**
 * The least and the greatest value of some rows, as they are stored, and how many are missing.
 *
 * @param nulls {@link #UNKNOWN} where nobody counted
 */
public record Statistics(Bound min, Bound max, long nulls) {
    public static final long UNKNOWN = -1;

    public static final Statistics NONE = new Statistics(Bound.NONE, Bound.NONE, UNKNOWN);

    /**
     * A bound; for texts it may be shorter than the value and then lies outside.
     *
     * @param bytes none where {@link #isKnown} is false
     */
    public record Bound(boolean isKnown, byte[] bytes) {
        public static final Bound NONE = new Bound(false, new byte[0]);

        public static Bound of(byte[] bytes) {
            return new Bound(true, bytes);
        }
    }

    static Statistics read(CompactReader reader, Physical physical) {
        Bound oldMax = Bound.NONE;
        Bound oldMin = Bound.NONE;
        Bound max = Bound.NONE;
        Bound min = Bound.NONE;
        long nulls = UNKNOWN;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> oldMax = Bound.of(reader.binary());
                case 2 -> oldMin = Bound.of(reader.binary());
                case 3 -> nulls = reader.i64();
                case 5 -> max = Bound.of(reader.binary());
                case 6 -> min = Bound.of(reader.binary());
                default -> reader.skip();
            }
        }
        return max.isKnown() || min.isKnown()
                ? new Statistics(min, max, nulls)
                : isOrdered(physical)
                        ? new Statistics(oldMin, oldMax, nulls)
                        : new Statistics(Bound.NONE, Bound.NONE, nulls);
    }

    /** Bounds of the old kind were compared with a sign, byte by byte too. */
    private static boolean isOrdered(Physical physical) {
        return switch (physical) {
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> true;
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> false;
        };
    }

    void write(CompactWriter writer, int id) {
        writer.begin(id);
        if (nulls != UNKNOWN) {
            writer.i64(3, nulls);
        }
        if (max.isKnown()) {
            writer.binary(5, max.bytes());
        }
        if (min.isKnown()) {
            writer.binary(6, min.bytes());
        }
        writer.end();
    }
}
