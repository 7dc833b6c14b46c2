package io.millrace.formats.parquet.column;

import io.millrace.dataflow.connector.FileInput;
import io.millrace.formats.parquet.codec.PageCodec;
import io.millrace.formats.parquet.file.CompactReader;
import io.millrace.formats.parquet.file.Damage;
import io.millrace.formats.parquet.file.PageHeader;
import io.millrace.formats.parquet.file.PageHeader.Kind;
import io.millrace.formats.parquet.file.RowGroup.Chunk;
import io.millrace.formats.parquet.file.RowGroup.Codecs;
import io.millrace.formats.parquet.page.Bits;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The pages of one column of a row group, from front to back. Holds one page at a time: a part of the file around it,
 * and its bytes unpacked. A page that is passed over is neither unpacked nor, where it is large, read.
 */
final class ChunkPages {
    private static final int WINDOW_BYTES = 1 << 18;
    private static final int HEADER_BYTES = 1 << 10;
    private static final int MAX_HEADER_BYTES = 1 << 24;
    private static final int MAX_PAGE_BYTES = 1 << 30;

    private final FileInput file;
    private final CRC32 checksum = new CRC32();
    private Codecs codec = Codecs.UNCOMPRESSED;

    /** Where the byte after the window lies in the file, and where the column ends. */
    private long position;

    private long end;
    private long mostUnpacked;
    private byte[] window = {};
    private int from;
    private int limit;
    private byte[] unpacked = {};
    private byte[] levels = {};

    /** A range of an array that has some bytes after it. */
    record Slice(byte[] data, int start, int end) {}

    /** A page, unpacked: the levels lie before the values, or apart from them. */
    record Unpacked(Slice levels, Slice values) {}

    ChunkPages(FileInput file) {
        this.file = file;
    }

    void open(Chunk chunk) {
        codec = chunk.codec();
        position = chunk.pages().start();
        end = position + chunk.pages().length();
        mostUnpacked = Math.clamp(chunk.pages().uncompressed(), 0, MAX_PAGE_BYTES);
        from = 0;
        limit = 0;
    }

    /** Whether there is another page. */
    boolean hasNext() {
        return limit - from + (end - position) > 0;
    }

    /** The header of the next page; its body is to be unpacked or passed over then. */
    PageHeader next() {
        int wanted = HEADER_BYTES;
        while (true) {
            fill(wanted);
            CompactReader reader = new CompactReader(window, from, limit);
            try {
                PageHeader header = PageHeader.read(reader);
                from = reader.position();
                return header;
            } catch (IndexOutOfBoundsException e) {
                if (limit - from < wanted || wanted >= MAX_HEADER_BYTES) {
                    throw e;
                }
                wanted *= 2;
            }
        }
    }

    void skip(PageHeader header) {
        int bytes = header.body().compressed();
        int here = Math.min(bytes, limit - from);
        from += here;
        position += bytes - here;
    }

    /** The page, valid until the next one is asked for. */
    Unpacked unpack(PageHeader header) {
        int bytes = header.body().compressed();
        int length = header.body().uncompressed();
        if (length > mostUnpacked) {
            throw Damage.of("a page of " + length + " bytes is larger than its column");
        }
        fill(bytes);
        if (limit - from < bytes) {
            throw new IndexOutOfBoundsException("a page ends early");
        }
        int start = from;
        from += bytes;
        check(header, start, bytes);
        if (header.kind() == Kind.DATA_APART) {
            return apart(header, start, bytes);
        }
        Slice all =
                codec == Codecs.UNCOMPRESSED
                        ? new Slice(window, start, start + bytes)
                        : unpacked(start, start + bytes, length);
        return new Unpacked(all, all);
    }

    private Unpacked apart(PageHeader header, int start, int bytes) {
        int repeatBytes = header.levels().repeat().bytes();
        int definitionBytes = header.levels().definition().bytes();
        int levelBytes = repeatBytes + definitionBytes;
        if (repeatBytes < 0 || definitionBytes < 0 || levelBytes < 0 || levelBytes > bytes) {
            throw new IndexOutOfBoundsException("levels end past the page");
        }
        if (levels.length < levelBytes + Bits.PADDING) {
            levels = new byte[levelBytes + Bits.PADDING];
        }
        System.arraycopy(window, start, levels, 0, levelBytes);
        boolean plain = codec == Codecs.UNCOMPRESSED || !header.levels().isCompressed() || bytes == levelBytes;
        Slice values =
                plain
                        ? new Slice(window, start + levelBytes, start + bytes)
                        : unpacked(start + levelBytes, start + bytes, header.body().uncompressed() - levelBytes);
        return new Unpacked(new Slice(levels, 0, levelBytes), values);
    }

    private Slice unpacked(int start, int to, int length) {
        if (unpacked.length < length + Bits.PADDING) {
            unpacked = new byte[length + Bits.PADDING];
        }
        PageCodec.decompress(codec, window, start, to, unpacked, length);
        return new Slice(unpacked, 0, length);
    }

    private void check(PageHeader header, int start, int bytes) {
        if (header.body().checksum() == PageHeader.Body.UNCHECKED) {
            return;
        }
        checksum.reset();
        checksum.update(window, start, bytes);
        if (checksum.getValue() != header.body().checksum()) {
            throw Damage.of("the checksum of a page is wrong");
        }
    }

    /** Reads on until the window has so many bytes, or all there are. */
    private void fill(int wanted) {
        if (limit - from >= wanted || position >= end) {
            return;
        }
        long there = limit - from + (end - position);
        int capacity = (int) Math.min(Math.max(WINDOW_BYTES, wanted), there) + Bits.PADDING;
        if (window.length - from < capacity) {
            byte[] target = window.length < capacity ? new byte[capacity] : window;
            System.arraycopy(window, from, target, 0, limit - from);
            window = target;
            limit -= from;
            from = 0;
        }
        while (limit - from < wanted && position < end) {
            int room = (int) Math.min(window.length - Bits.PADDING - limit, end - position);
            int read = file.read(position, window, limit, room);
            if (read < 0) {
                throw Damage.of("it ends at byte " + position);
            }
            limit += read;
            position += read;
        }
        Arrays.fill(window, limit, Math.min(window.length, limit + Bits.PADDING), (byte) 0);
    }
}
