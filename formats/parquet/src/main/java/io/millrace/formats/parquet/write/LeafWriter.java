package io.millrace.formats.parquet.write;

import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.MillraceException;
import io.millrace.formats.parquet.codec.PageCodec;
import io.millrace.formats.parquet.file.Annotation;
import io.millrace.formats.parquet.file.FooterWriter;
import io.millrace.formats.parquet.file.FooterWriter.Extent;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.file.PageHeader;
import io.millrace.formats.parquet.file.PageHeader.Encoding;
import io.millrace.formats.parquet.file.PageHeader.Kind;
import io.millrace.formats.parquet.file.PageIndex;
import io.millrace.formats.parquet.file.Physical;
import io.millrace.formats.parquet.file.RowGroup.Codecs;
import io.millrace.formats.parquet.file.RowGroup.Indexes;
import io.millrace.formats.parquet.file.Statistics;
import io.millrace.formats.parquet.file.Statistics.Bound;
import io.millrace.formats.parquet.page.RunWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Collects one stored column of a row group: values until they make a page, pages until the row group ends.
 *
 * <p>A column begins with a dictionary. It stays with it while what it saves on the first page outweighs what the
 * dictionary takes, and while the dictionary is small; from the first page on for which that does not hold, values are
 * written as they are.
 */
final class LeafWriter {
    private static final long MOST_DICTIONARY_BYTES = 1L << 20;
    private static final int MOST_PAGE_ENTRIES = 1 << 17;

    private final Node node;
    private final Node.Leaf leaf;
    private final List<String> path;
    private final Layout layout;
    private final PageValuesWriter values;
    private final long divisor;
    private final CRC32 checksum = new CRC32();

    private int[] definitions = new int[1 << 10];
    private int[] repeats = new int[1 << 10];
    private int entries;
    private int nulls;

    /** The rows of the row group, and those before the page in hand. */
    private long rows;

    private long pageRow;
    private boolean usesDictionary;

    /** The pages of the row group, packed, each behind its header. */
    private final List<Page> pages = new ArrayList<>();

    private long heldBytes;

    /** How pages are made. */
    record Layout(Codecs codec, int pageBytes, boolean dictionaries) {}

    /** A page that is done. */
    private record Page(byte[] header, byte[] body, int unpacked, Encoding encoding, PageIndex.Page index) {
        int size() {
            return header.length + body.length;
        }
    }

    LeafWriter(Node node, List<String> path, Layout layout) {
        this.node = node;
        this.leaf = (Node.Leaf) node.content();
        this.path = List.copyOf(path);
        this.layout = layout;
        this.values =
                switch (leaf.physical()) {
                    case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> new NumberValues(leaf.physical());
                    case BYTE_ARRAY -> new BytesValues(BytesValues.Kind.ANY_LENGTH);
                    case FIXED_LEN_BYTE_ARRAY -> new BytesValues(BytesValues.Kind.DECIMAL);
                    case INT96 -> throw MillraceException.internal("moments are not written as 96 bits");
                };
        this.divisor =
                node.annotation() instanceof Annotation.TimeOfDay time ? 1_000_000_000L / time.unit().perSecond() : 1;
        this.usesDictionary = mayUseDictionary();
    }

    private boolean mayUseDictionary() {
        return layout.dictionaries && leaf.physical() != Physical.BOOLEAN;
    }

    /** About how many bytes are held back. */
    long heldBytes() {
        return heldBytes + values.plainBytes() + (long) entries / 4;
    }

    /** Appends rows of a column that is not nested. */
    void appendRows(Column column, int start, int end) {
        int there = node.level().definition();
        reserve(end - start);
        for (int row = start; row < end; row++) {
            boolean missing = column.isNull(row);
            definitions[entries] = missing ? there - 1 : there;
            repeats[entries++] = 0;
            nulls += missing ? 1 : 0;
        }
        appendValues(column, start, end);
        endRows(end - start);
    }

    /** Appends an entry with a value, which is there. */
    void append(Column column, int row, int repeat) {
        reserve(1);
        definitions[entries] = node.level().definition();
        repeats[entries++] = repeat;
        appendValues(column, row, row + 1);
    }

    /** Appends an entry without a value. */
    void appendMissing(int repeat, int definition) {
        reserve(1);
        definitions[entries] = definition;
        repeats[entries++] = repeat;
        nulls++;
    }

    /** Rows were appended, so a page may end here. */
    void endRows(int count) {
        rows += count;
        if (values.plainBytes() >= layout.pageBytes || entries >= MOST_PAGE_ENTRIES) {
            endPage();
        }
    }

    /** Appends the pages of the row group to a file, which has so many bytes; the column is empty afterwards. */
    FooterWriter.Chunk end(long position, PageTarget target) {
        endPage();
        long at = position;
        long dictionaryAt = Extent.NO_DICTIONARY;
        long unpacked = 0;
        List<Encoding> encodings = new ArrayList<>(List.of(Encoding.RLE));
        pages.forEach(page -> {
            if (!encodings.contains(page.encoding)) {
                encodings.add(page.encoding);
            }
        });
        if (encodings.contains(Encoding.RLE_DICTIONARY)) {
            ByteSink sink = new ByteSink();
            values.writeDictionary(sink);
            Page dictionary = packed(sink, Kind.DICTIONARY, values.dictionaryCount(), Encoding.PLAIN, Statistics.NONE);
            dictionaryAt = at;
            at += target.write(dictionary.header, dictionary.body);
            unpacked += dictionary.header.length + dictionary.unpacked;
            if (!encodings.contains(Encoding.PLAIN)) {
                encodings.add(Encoding.PLAIN);
            }
        }
        long dataAt = at;
        List<PageIndex.Page> places = new ArrayList<>();
        Statistics whole = new Statistics(Bound.NONE, Bound.NONE, 0);
        long count = 0;
        for (Page page : pages) {
            PageIndex.Page index = page.index;
            places.add(new PageIndex.Page(at, page.size(), index.firstRow(), index.statistics()));
            at += target.write(page.header, page.body);
            unpacked += page.header.length + page.unpacked;
            long present = index.length() - index.statistics().nulls();
            whole = widened(whole, count - whole.nulls(), index.statistics(), present);
            count += index.length();
        }
        target.index(new PageIndex(places), isIndexed());
        FooterWriter.Contents contents =
                new FooterWriter.Contents(
                        layout.codec, encodings, count, new Extent(dictionaryAt, dataAt, at - position, unpacked));
        clear();
        return new FooterWriter.Chunk(path, leaf.physical(), contents, whole, Indexes.NONE);
    }

    /** Where pages of a row group go. */
    interface PageTarget {
        /** Writes a page; how many bytes it has. */
        int write(byte[] header, byte[] body);

        /** Keeps the index of a column; its bounds where every page has some. */
        void index(PageIndex index, boolean bounded);
    }

    private void clear() {
        pages.clear();
        heldBytes = 0;
        rows = 0;
        pageRow = 0;
        values.clearDictionary();
        usesDictionary = mayUseDictionary();
    }

    /** A page without bounds would be taken for one without values. */
    private boolean isIndexed() {
        return pages.stream()
                .allMatch(page ->
                        page.index.statistics().min().isKnown() == page.index.statistics().max().isKnown()
                                && (page.index.statistics().min().isKnown()
                                        || page.index.statistics().nulls() == page.index.length()));
    }

    /** The bounds of two parts together; a part without values widens nothing. */
    private Statistics widened(Statistics a, long valuesOfA, Statistics b, long valuesOfB) {
        long missing = a.nulls() + b.nulls();
        if (valuesOfA == 0 || valuesOfB == 0) {
            Statistics some = valuesOfA == 0 ? b : a;
            return new Statistics(some.min(), some.max(), missing);
        }
        boolean min = a.min().isKnown() && b.min().isKnown();
        boolean max = a.max().isKnown() && b.max().isKnown();
        return new Statistics(
                min ? values.lesser(a.min(), b.min()) : Bound.NONE,
                max ? values.greater(a.max(), b.max()) : Bound.NONE,
                missing);
    }

    private void appendValues(Column column, int start, int end) {
        boolean nullable = column.mayHaveNulls();
        switch (column) {
            case Column.ByteColumn bytes -> {
                NumberValues numbers = (NumberValues) values;
                for (int i = start; i < end; i++) {
                    if (!nullable || !column.isNull(i)) {
                        numbers.add(bytes.values()[i]);
                    }
                }
            }
            case Column.IntColumn ints -> {
                NumberValues numbers = (NumberValues) values;
                for (int i = start; i < end; i++) {
                    if (!nullable || !column.isNull(i)) {
                        numbers.add(ints.values()[i]);
                    }
                }
            }
            case Column.LongColumn longs -> {
                NumberValues numbers = (NumberValues) values;
                for (int i = start; i < end; i++) {
                    if (!nullable || !column.isNull(i)) {
                        numbers.add(divisor == 1 ? longs.values()[i] : Math.floorDiv(longs.values()[i], divisor));
                    }
                }
            }
            case Column.FloatColumn floats -> {
                NumberValues numbers = (NumberValues) values;
                for (int i = start; i < end; i++) {
                    if (!nullable || !column.isNull(i)) {
                        numbers.add(Float.floatToRawIntBits(floats.values()[i]));
                    }
                }
            }
            case Column.DoubleColumn doubles -> {
                NumberValues numbers = (NumberValues) values;
                for (int i = start; i < end; i++) {
                    if (!nullable || !column.isNull(i)) {
                        numbers.add(Double.doubleToRawLongBits(doubles.values()[i]));
                    }
                }
            }
            case Column.Int128Column wide -> {
                for (int i = start; i < end; i++) {
                    if (!nullable || !column.isNull(i)) {
                        ((BytesValues) values).add(wide.high()[i], wide.low()[i], leaf.length());
                    }
                }
            }
            case Column.BytesColumn bytes -> {
                for (int i = start; i < end; i++) {
                    if (!nullable || !column.isNull(i)) {
                        ((BytesValues) values).add(bytes.data(), bytes.offsets()[i], bytes.offsets()[i + 1]);
                    }
                }
            }
            case Column nested -> throw MillraceException.internal("not a column of values: " + nested.getClass());
        }
    }

    private void reserve(int count) {
        if (entries + count > definitions.length) {
            int capacity = Math.max(2 * definitions.length, entries + count);
            definitions = Arrays.copyOf(definitions, capacity);
            repeats = Arrays.copyOf(repeats, capacity);
        }
    }

    private void endPage() {
        if (entries == 0) {
            return;
        }
        ByteSink body = new ByteSink(layout.pageBytes + (layout.pageBytes >> 3));
        if (node.level().repeat() > 0) {
            levels(body, repeats, node.level().repeat());
        }
        levels(body, definitions, node.level().definition());
        Encoding encoding = Encoding.PLAIN;
        int[] places = usesDictionary && values.count() > 0 ? values.places() : new int[0];
        if (places.length > 0 && pays()) {
            encoding = Encoding.RLE_DICTIONARY;
            int width = RunWriter.width(values.dictionaryCount() - 1);
            body.writeByte(width);
            RunWriter.write(body, places, values.count(), width);
        } else {
            usesDictionary &= values.count() == 0;
            values.writePlain(body);
        }
        boolean none = values.count() == 0;
        Statistics statistics =
                new Statistics(none ? Bound.NONE : values.min(), none ? Bound.NONE : values.max(), nulls);
        Page page = packed(body, Kind.DATA, entries, encoding, statistics);
        pages.add(page);
        heldBytes += page.size();
        pageRow = rows;
        entries = 0;
        nulls = 0;
        values.clearPage();
    }

    /** Whether the dictionary is worth its bytes: for the first page it must earn them at once. */
    private boolean pays() {
        long bytes = values.dictionaryBytes();
        boolean first = pages.stream().noneMatch(page -> page.encoding == Encoding.RLE_DICTIONARY);
        if (bytes > MOST_DICTIONARY_BYTES || !first) {
            return bytes <= MOST_DICTIONARY_BYTES;
        }
        long packed = (long) values.count() * RunWriter.width(values.dictionaryCount() - 1) / Byte.SIZE;
        return bytes + packed < values.plainBytes();
    }

    private void levels(ByteSink body, int[] levels, int most) {
        int at = body.size();
        body.writeInt(0);
        RunWriter.write(body, levels, entries, RunWriter.width(most));
        body.setInt(at, body.size() - at - Integer.BYTES);
    }

    private Page packed(ByteSink body, Kind kind, int count, Encoding encoding, Statistics statistics) {
        byte[] packed = PageCodec.compress(layout.codec, body.array(), body.size());
        checksum.reset();
        checksum.update(packed);
        ByteSink header = new ByteSink(64);
        PageHeader.of(kind, new PageHeader.Body(packed.length, body.size(), checksum.getValue()), count, encoding)
                .write(header);
        return new Page(
                header.toBytes(), packed, body.size(), encoding, new PageIndex.Page(0, count, pageRow, statistics));
    }
}
