package io.millrace.formats.parquet.file;

import java.util.List;

/**
 * A horizontal part of a file.
 *
 * @param firstRow how many rows of the file come before it
 * @param chunks one for each column, in the order of the schema's leaves
 */
public record RowGroup(long firstRow, long rows, List<Chunk> chunks) {

    public RowGroup {
        chunks = List.copyOf(chunks);
    }

    /** The values of one column. */
    public record Chunk(Codecs codec, long values, Extent pages, Statistics statistics, Indexes indexes) {

        /** Where its pages are, the dictionary first. */
        public record Extent(long start, long length, long uncompressed) {}
    }

    /** How the pages of a column are compressed, in the order of the file's numbers. */
    public enum Codecs {
        UNCOMPRESSED,
        SNAPPY,
        GZIP,
        LZO,
        BROTLI,
        /** Blocks of LZ4 in frames of another system's making. */
        LZ4_FRAMED,
        ZSTD,
        LZ4_RAW;

        static Codecs of(int number) {
            if (number < 0 || number >= values().length) {
                throw Damage.of("it is compressed in the unknown way " + number);
            }
            return values()[number];
        }
    }

    /** Where the indexes of a column's pages are; a length of 0 where there is none. */
    public record Indexes(long columnAt, int columnLength, long offsetAt, int offsetLength) {
        public static final Indexes NONE = new Indexes(0, 0, 0, 0);
    }

    /** The first byte of its pages. */
    public long start() {
        return chunks.stream().mapToLong(chunk -> chunk.pages().start()).min().orElse(0);
    }

    /** The byte after the last one of its pages. */
    public long end() {
        return chunks.stream().mapToLong(chunk -> chunk.pages().start() + chunk.pages().length()).max().orElse(0);
    }
}
