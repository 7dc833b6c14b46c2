package io.millrace.formats.parquet.file;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.formats.parquet.file.RowGroup.Chunk;
import io.millrace.formats.parquet.file.RowGroup.Codecs;
import io.millrace.formats.parquet.file.RowGroup.Indexes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What stands at the end of a file: its columns and its row groups. */
public record Footer(Node schema, List<RowGroup> groups, long rows) {
    /** The file's first and last four bytes. */
    public static final String MAGIC = "PAR1";

    private static final String ENCRYPTED = "PARE";

    /** The length of the footer, and the magic behind it. */
    private static final int TAIL_BYTES = 8;

    private static final int LEAST_BYTES = 12;

    public Footer {
        groups = List.copyOf(groups);
    }

    /** Reads the footer; a file that is none, or a part of one, is an error that names it. */
    public static Footer read(FileInput file) {
        String place = "File " + file.name();
        long size = file.size();
        if (size == FileInput.UNKNOWN) {
            throw MillraceException.user(
                    "bad-file", place + " is compressed as a whole, in which Parquet cannot be read");
        }
        if (size == 0) {
            throw MillraceException.user("damaged-file", place + " is empty: a Parquet file has at least a footer");
        }
        byte[] head = bytes(file, 0, (int) Math.min(size, MAGIC.length()));
        if (!isMagic(head, MAGIC)) {
            String encrypted = isMagic(head, ENCRYPTED) ? ": it is encrypted" : "";
            throw MillraceException.user("not-parquet", place + " is not a Parquet file" + encrypted);
        }
        if (size < LEAST_BYTES) {
            throw Damage.in(place, Damage.of("it has " + size + " bytes"));
        }
        byte[] tail = bytes(file, size - TAIL_BYTES, TAIL_BYTES);
        if (!isMagic(Arrays.copyOfRange(tail, 4, TAIL_BYTES), MAGIC)) {
            throw Damage.in(place, Damage.of("it does not end with a footer"));
        }
        int length = tail[0] & 0xFF | (tail[1] & 0xFF) << 8 | (tail[2] & 0xFF) << 16 | (tail[3] & 0xFF) << 24;
        if (length < 0 || length > size - LEAST_BYTES) {
            throw Damage.in(place, Damage.of("its footer cannot have " + (length & 0xFFFFFFFFL) + " bytes"));
        }
        byte[] footer = bytes(file, size - TAIL_BYTES - length, length);
        try {
            return parse(new CompactReader(footer, 0, length), size);
        } catch (RuntimeException e) {
            throw Damage.in(place, e);
        }
    }

    /** Reads bytes that must be there. */
    public static byte[] bytes(FileInput file, long position, int length) {
        byte[] target = new byte[length];
        int read = 0;
        while (read < length) {
            int count = file.read(position + read, target, read, length - read);
            if (count < 0) {
                throw Damage.in("File " + file.name(), Damage.of("it ends at byte " + (position + read)));
            }
            read += count;
        }
        return target;
    }

    private static boolean isMagic(byte[] bytes, String magic) {
        return Arrays.equals(bytes, magic.getBytes(StandardCharsets.US_ASCII));
    }

    private static Footer parse(CompactReader reader, long size) {
        Node schema = null;
        List<RowGroup> groups = new ArrayList<>();
        long rows = 0;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 2 -> schema = SchemaReader.read(reader);
                case 4 -> {
                    int count = reader.list();
                    for (int i = 0; i < count; i++) {
                        RowGroup group = group(reader, rows);
                        groups.add(group);
                        rows += group.rows();
                    }
                }
                default -> reader.skip();
            }
        }
        if (schema == null) {
            throw Damage.of("its footer names no columns");
        }
        int leaves = leaves(schema);
        for (RowGroup group : groups) {
            check(group, leaves, size);
        }
        return new Footer(schema, groups, rows);
    }

    private static void check(RowGroup group, int leaves, long size) {
        if (group.chunks().size() != leaves || group.rows() < 0) {
            throw Damage.of("a row group has " + group.chunks().size() + " columns where the footer names " + leaves);
        }
        for (Chunk chunk : group.chunks()) {
            Chunk.Extent pages = chunk.pages();
            if (pages.start() < 0 || pages.length() < 0 || pages.start() > size - pages.length()) {
                throw Damage.of("a column lies outside of it");
            }
        }
    }

    private static int leaves(Node node) {
        return node.isLeaf() ? 1 : node.children().stream().mapToInt(Footer::leaves).sum();
    }

    private static RowGroup group(CompactReader reader, long firstRow) {
        List<Chunk> chunks = new ArrayList<>();
        long rows = 0;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> {
                    int count = reader.list();
                    for (int i = 0; i < count; i++) {
                        chunks.add(ChunkReader.read(reader));
                    }
                }
                case 3 -> rows = reader.i64();
                default -> reader.skip();
            }
        }
        return new RowGroup(firstRow, rows, chunks);
    }

    /** A column of a row group, field by field. */
    private static final class ChunkReader {
        private Physical physical = Physical.INT96;
        private Codecs codec = Codecs.UNCOMPRESSED;
        private long values;
        private long uncompressed;
        private long compressed;
        private long dataAt;
        private long dictionaryAt;
        private Statistics statistics = Statistics.NONE;
        private Indexes indexes = Indexes.NONE;

        static Chunk read(CompactReader reader) {
            ChunkReader chunk = new ChunkReader();
            long offsetAt = 0;
            int offsetLength = 0;
            long columnAt = 0;
            int columnLength = 0;
            reader.begin();
            for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
                switch (id) {
                    case 1 -> throw Damage.of("its columns are in another file, " + reader.text());
                    case 3 -> chunk.metadata(reader);
                    case 4 -> offsetAt = reader.i64();
                    case 5 -> offsetLength = reader.i32();
                    case 6 -> columnAt = reader.i64();
                    case 7 -> columnLength = reader.i32();
                    default -> reader.skip();
                }
            }
            chunk.indexes = new Indexes(columnAt, columnLength, offsetAt, offsetLength);
            return chunk.build();
        }

        private void metadata(CompactReader reader) {
            reader.begin();
            for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
                switch (id) {
                    case 1 -> physical = Physical.of(reader.i32());
                    case 4 -> codec = Codecs.of(reader.i32());
                    case 5 -> values = reader.i64();
                    case 6 -> uncompressed = reader.i64();
                    case 7 -> compressed = reader.i64();
                    case 9 -> dataAt = reader.i64();
                    case 11 -> dictionaryAt = reader.i64();
                    case 12 -> statistics = Statistics.read(reader, physical);
                    default -> reader.skip();
                }
            }
        }

        /** Some writers say 0 where there is no dictionary. */
        private Chunk build() {
            long start = dictionaryAt > 0 && dictionaryAt < dataAt ? dictionaryAt : dataAt;
            return new Chunk(codec, values, new Chunk.Extent(start, compressed, uncompressed), statistics, indexes);
        }
    }
}
