package io.millrace.formats.parquet.column;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.formats.parquet.column.ChunkPages.Slice;
import io.millrace.formats.parquet.file.Damage;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.file.PageHeader;
import io.millrace.formats.parquet.file.PageHeader.Kind;
import io.millrace.formats.parquet.file.RowGroup;
import io.millrace.formats.parquet.page.Bits;
import io.millrace.formats.parquet.page.DeltaBytes;
import io.millrace.formats.parquet.page.DeltaValues;
import io.millrace.formats.parquet.page.Dictionary;
import io.millrace.formats.parquet.page.DictionaryValues;
import io.millrace.formats.parquet.page.PageValues;
import io.millrace.formats.parquet.page.PlainValues;
import io.millrace.formats.parquet.page.RunBooleans;
import io.millrace.formats.parquet.page.RunLengths;
import io.millrace.formats.parquet.page.SplitValues;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stored column, batch by batch.
 *
 * <p>A file has an entry for each value that is there or missing, with two levels: how much of the way down to the
 * value is there (definition), and which repeated node on the way it begins anew (repeat). A column that is not
 * repeated and wanted on its own has an entry a row and needs its levels only to tell where values are missing; of
 * others the levels of a batch are kept, from which {@link ColumnTree} makes what is around the values.
 */
final class LeafReader {
    static final int INT96_BYTES = 12;
    private static final int MAX_PAGE_VALUES = 1 << 28;
    private static final PageValues NOTHING = new PageValues() {};

    private final Node node;
    private final Node.Leaf leaf;
    private final ValueTarget target;
    private final ChunkPages pages;
    private final Misfits misfits = new Misfits();

    /** The level from which on an entry has a place in the column: that of the nearest repeated node above. */
    private final int elementLevel;

    private final boolean keepsLevels;
    private @Nullable Dictionary dictionary;
    private long mostValues;
    private PageValues values = NOTHING;

    /** What is left of the page in hand, and its levels: as they are stored, or all of them where they are kept. */
    private int left;

    private @Nullable RunLengths definitions;
    private byte[] pageDefinitions = {};
    private byte[] pageRepeats = {};
    private int pageAt;
    private byte[] scratch = new byte[Batch.MAX_ROWS];

    /** The levels of the batch in hand. */
    byte[] definitionLevels = {};

    byte[] repeatLevels = {};
    int entries;

    /** Whether a reader keeps the levels of its batch. */
    enum Levels {
        DROPPED,
        KEPT
    }

    LeafReader(FileInput file, Node node, int elementLevel, Levels levels, ValueTarget target) {
        this.node = node;
        this.leaf = (Node.Leaf) node.content();
        this.elementLevel = elementLevel;
        this.keepsLevels = levels == Levels.KEPT;
        this.target = target;
        this.pages = new ChunkPages(file);
    }

    Node node() {
        return node;
    }

    Misfits misfits() {
        return misfits;
    }

    /** Stands before the first row of a row group. */
    void open(RowGroup group) {
        RowGroup.Chunk chunk = group.chunks().get(leaf.column());
        pages.open(chunk);
        mostValues = Math.min(chunk.values(), MAX_PAGE_VALUES);
        dictionary = null;
        values = NOTHING;
        left = 0;
        pageAt = 0;
    }

    /** Reads so many rows, which must be there. */
    void read(int rows) {
        if (keepsLevels) {
            readEntries(rows);
        } else {
            readFlat(rows);
        }
    }

    /** Passes over rows, between batches. Pages that have no other rows are not unpacked. */
    void skip(long rows) {
        long rest = rows;
        while (rest > 0) {
            while (left == 0 && rest > 0) {
                PageHeader header = dataPage();
                int inPage = node.level().repeat() == 0 ? header.values() : header.levels().rows();
                if (inPage != PageHeader.Levels.UNKNOWN && inPage <= rest) {
                    pages.skip(header);
                    rest -= inPage;
                } else {
                    load(header);
                }
            }
            int some = (int) Math.min(rest, Batch.MAX_ROWS);
            some = node.level().repeat() == 0 ? Math.min(some, left) : some;
            if (some > 0) {
                read(some);
                target.builder().reset();
                clear();
            }
            rest -= some;
        }
    }

    /** The values of the batch, missing ones included. */
    Column build() {
        return target.builder().build();
    }

    /** Forgets the levels and misfits of the batch. */
    void clear() {
        entries = 0;
        misfits.clear();
    }

    void close() {
        target.builder().close();
    }

    private void readFlat(int rows) {
        int there = node.level().definition();
        int rest = rows;
        while (rest > 0) {
            if (left == 0) {
                load(dataPage());
                continue;
            }
            int some = Math.min(rest, left);
            RunLengths levels = definitions;
            if (levels == null || levels.skipIfAll(there, some)) {
                append(some);
            } else {
                levels.read(scratch, 0, some);
                appendSpread(scratch, some);
            }
            left -= some;
            rest -= some;
        }
    }

    /** A row ends where the next one begins, which may be known from the next page only. */
    private void readEntries(int rows) {
        int begun = 0;
        while (true) {
            if (left == 0) {
                if (begun == rows && (node.level().repeat() == 0 || !pages.hasNext())) {
                    return;
                }
                load(dataPage());
                continue;
            }
            int to = pageAt;
            int end = pageAt + left;
            if (node.level().repeat() == 0) {
                to += Math.min(left, rows - begun);
                begun += to - pageAt;
            } else {
                while (to < end && (pageRepeats[to] != 0 || begun < rows)) {
                    begun += pageRepeats[to] == 0 ? 1 : 0;
                    to++;
                }
            }
            if (to > pageAt) {
                keep(pageAt, to);
            }
            left = end - to;
            pageAt = to;
            if (left > 0) {
                return;
            }
        }
    }

    /** Takes over entries of the page, and the values that belong to them. */
    private void keep(int from, int to) {
        int count = to - from;
        if (definitionLevels.length < entries + count) {
            int capacity = Math.max(2 * definitionLevels.length, Math.max(entries + count, Batch.MAX_ROWS));
            definitionLevels = Arrays.copyOf(definitionLevels, capacity);
            repeatLevels = Arrays.copyOf(repeatLevels, capacity);
        }
        System.arraycopy(pageDefinitions, from, definitionLevels, entries, count);
        System.arraycopy(pageRepeats, from, repeatLevels, entries, count);
        entries += count;
        if (scratch.length < count) {
            scratch = new byte[2 * count];
        }
        int places = 0;
        for (int i = from; i < to; i++) {
            if (pageDefinitions[i] >= elementLevel) {
                scratch[places++] = pageDefinitions[i];
            }
        }
        appendSpread(scratch, places);
    }

    private void appendSpread(byte[] levels, int count) {
        int there = node.level().definition();
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += levels[i] == there ? 1 : 0;
        }
        int start = target.builder().size();
        if (present > 0) {
            append(present);
        }
        if (present < count) {
            Nulls.spread(target.builder(), start, present, levels, count, there);
        }
    }

    private void append(int count) {
        target.append(values, count, misfits);
        misfits.advance(count);
    }

    /** The next page with values; a dictionary on the way is read. */
    private PageHeader dataPage() {
        while (pages.hasNext()) {
            PageHeader header = pages.next();
            switch (header.kind()) {
                case DATA, DATA_APART -> {
                    if (header.values() > mostValues) {
                        throw Damage.of("a page has more values than its column");
                    }
                    return header;
                }
                case OTHER -> pages.skip(header);
                case DICTIONARY -> {
                    Slice page = pages.unpack(header).values();
                    if (header.values() > 8L * (page.end() - page.start()) + 1) {
                        throw Damage.of("a dictionary has more values than bytes");
                    }
                    PlainValues plain = new PlainValues(page.data(), page.start(), page.end(), fixedLength());
                    dictionary = Dictionary.read(leaf.physical(), plain, header.values());
                }
            }
        }
        throw new IndexOutOfBoundsException("the column has fewer values than its row group has rows");
    }

    private void load(PageHeader header) {
        ChunkPages.Unpacked page = pages.unpack(header);
        Slice levels = page.levels();
        int at = levels.start();
        int repeat = node.level().repeat();
        int definition = node.level().definition();
        if (repeat > 0 && header.levels().repeat().isPacked()
                || definition > 0 && header.levels().definition().isPacked()) {
            throw Damage.unsupported("has levels that are laid out in an old way that is not read. Write it anew");
        }
        boolean apart = header.kind() == Kind.DATA_APART;
        int count = header.values();
        if (pageRepeats.length < count && keepsLevels) {
            pageRepeats = new byte[count];
            pageDefinitions = new byte[count];
        }
        if (repeat > 0) {
            int length = apart ? header.levels().repeat().bytes() : length(levels, at);
            at += apart ? 0 : Integer.BYTES;
            runs(levels, at, length, repeat).read(pageRepeats, 0, count);
            at += length;
        }
        definitions = null;
        if (definition > 0) {
            int length = apart ? header.levels().definition().bytes() : length(levels, at);
            at += apart ? 0 : Integer.BYTES;
            RunLengths runs = runs(levels, at, length, definition);
            at += length;
            if (keepsLevels) {
                runs.read(pageDefinitions, 0, count);
            } else {
                definitions = runs;
            }
        } else if (keepsLevels) {
            Arrays.fill(pageDefinitions, 0, count, (byte) 0);
        }
        Slice rest = page.values();
        values = values(header, rest.data(), apart ? rest.start() : at, rest.end());
        left = count;
        pageAt = 0;
    }

    private static int length(Slice levels, int at) {
        if (levels.end() - at < Integer.BYTES) {
            throw new IndexOutOfBoundsException("a page ends early");
        }
        return Bits.intAt(levels.data(), at);
    }

    private static RunLengths runs(Slice levels, int at, int length, int most) {
        if (length < 0 || length > levels.end() - at) {
            throw new IndexOutOfBoundsException("levels end past the page");
        }
        return new RunLengths(levels.data(), at, at + length, Integer.SIZE - Integer.numberOfLeadingZeros(most));
    }

    private PageValues values(PageHeader header, byte[] data, int start, int end) {
        if (start >= end) {
            return NOTHING;
        }
        return switch (header.encoding()) {
            case PLAIN -> new PlainValues(data, start, end, fixedLength());
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                Dictionary known = dictionary;
                if (known == null) {
                    throw Damage.of("a page refers to a dictionary that is not there");
                }
                yield new DictionaryValues(known, data, start, end);
            }
            case RLE -> new RunBooleans(data, start, end);
            case DELTA_BINARY_PACKED -> new DeltaValues(data, start, end);
            case DELTA_LENGTH_BYTE_ARRAY -> DeltaBytes.whole(data, start, end);
            case DELTA_BYTE_ARRAY -> DeltaBytes.sharing(data, start, end);
            case BYTE_STREAM_SPLIT -> new SplitValues(data, start, end, width());
            case BIT_PACKED, UNUSED -> throw Damage.of("its values are encoded in the old way " + header.encoding());
        };
    }

    /** Bytes of a value of fixed length that are not a number; 0 where each says its own. */
    private int fixedLength() {
        return switch (leaf.physical()) {
            case FIXED_LEN_BYTE_ARRAY -> positive(leaf.length());
            case INT96 -> INT96_BYTES;
            default -> PlainValues.ANY_LENGTH;
        };
    }

    private int width() {
        return switch (leaf.physical()) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            default -> positive(fixedLength());
        };
    }

    private static int positive(int length) {
        if (length <= 0) {
            throw Damage.of("its values have no length");
        }
        return length;
    }
}
