package io.millrace.formats.parquet.write;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.FormatWriter;
import io.millrace.formats.parquet.file.Footer;
import io.millrace.formats.parquet.file.FooterWriter;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.file.PageIndex;
import io.millrace.formats.parquet.file.RowGroup.Codecs;
import io.millrace.formats.parquet.file.RowGroup.Indexes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes one file. A row group is held, packed, until it ends, because its columns lie one after another. */
public final class ParquetWriter implements FormatWriter {
    private static final long MOST_GROUP_ROWS = 1 << 20;

    /** Pages end between slices, so that no page grows far beyond its size. */
    private static final int SLICE_ROWS = 512;

    private final OutputStream target;
    private final Settings settings;
    private final Node schema;
    private final List<TreeWriter> columns = new ArrayList<>();
    private final List<FooterWriter.Group> groups = new ArrayList<>();

    /** The indexes of all columns so far, in the order of row groups and columns. */
    private final List<Index> indexes = new ArrayList<>();

    private long rows;
    private long position;
    private boolean begun;

    /** How to write. */
    public record Settings(String codec, long groupBytes, int pageBytes, Dictionaries dictionaries) {}

    /** Whether columns get dictionaries. */
    public enum Dictionaries {
        WHERE_THEY_PAY,
        NEVER
    }

    private record Index(PageIndex pages, boolean bounded) {}

    public ParquetWriter(OutputStream target, Schema types, Settings settings) {
        this.target = target;
        this.settings = settings;
        this.schema = WriteTypes.schema(types);
        LeafWriter.Layout layout =
                new LeafWriter.Layout(
                        Codecs.valueOf(settings.codec),
                        settings.pageBytes,
                        settings.dictionaries == Dictionaries.WHERE_THEY_PAY);
        schema.children().forEach(child -> columns.add(TreeWriter.of(child, List.of(), layout)));
    }

    @Override
    public void write(Batch batch, int from, int to) {
        for (int i = 0; i < columns.size(); i++) {
            append(columns.get(i), batch, i, from, to);
        }
        rows += to - from;
        if (rows >= MOST_GROUP_ROWS || heldBytes() >= settings.groupBytes) {
            endGroup();
        }
    }

    private static void append(TreeWriter writer, Batch batch, int index, int from, int to) {
        Column column = batch.column(index);
        boolean encoded = column instanceof Column.DictionaryColumn || column instanceof Column.ConstantColumn;
        int shift = 0;
        if (batch.isSelected() || encoded) {
            column = Columns.gather(column, positions(batch, from, to), 0, to - from, BufferPool.HEAP);
            shift = from;
        }
        for (int start = from; start < to; start += SLICE_ROWS) {
            writer.appendRows(column, start - shift, Math.min(to, start + SLICE_ROWS) - shift);
        }
    }

    private static int[] positions(Batch batch, int from, int to) {
        int[] positions = new int[to - from];
        for (int row = from; row < to; row++) {
            positions[row - from] = batch.position(row);
        }
        return positions;
    }

    @Override
    public long sizeBytes() {
        return position + heldBytes();
    }

    @Override
    public long heldBytes() {
        long[] bytes = {0};
        columns.forEach(column -> column.forEachLeaf(leaf -> bytes[0] += leaf.heldBytes()));
        return bytes[0];
    }

    @Override
    public void finish() {
        endGroup();
        begin();
        List<FooterWriter.Group> indexed = writeIndexes();
        ByteSink footer = new ByteSink();
        FooterWriter.write(footer, schema, indexed);
        footer.writeInt(footer.size());
        footer.writeAscii(Footer.MAGIC);
        write(footer);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            write(Footer.MAGIC.getBytes(StandardCharsets.US_ASCII), Footer.MAGIC.length());
        }
    }

    private void endGroup() {
        if (rows == 0) {
            return;
        }
        begin();
        List<FooterWriter.Chunk> chunks = new ArrayList<>();
        LeafWriter.PageTarget pages =
                new LeafWriter.PageTarget() {
                    @Override
                    public int write(byte[] header, byte[] body) {
                        ParquetWriter.this.write(header, header.length);
                        ParquetWriter.this.write(body, body.length);
                        return header.length + body.length;
                    }

                    @Override
                    public void index(PageIndex index, boolean bounded) {
                        indexes.add(new Index(index, bounded));
                    }
                };
        columns.forEach(column -> column.forEachLeaf(leaf -> chunks.add(leaf.end(position, pages))));
        groups.add(new FooterWriter.Group(rows, chunks));
        rows = 0;
    }

    /** First the bounds of all columns, then where their pages are; the chunks are told. */
    private List<FooterWriter.Group> writeIndexes() {
        List<long[]> places = new ArrayList<>();
        ByteSink sink = new ByteSink();
        for (Index index : indexes) {
            sink.reset();
            if (index.bounded) {
                index.pages.writeColumn(sink);
            }
            places.add(new long[] {position, sink.size(), 0, 0});
            write(sink);
        }
        for (int i = 0; i < indexes.size(); i++) {
            sink.reset();
            indexes.get(i).pages.writeOffsets(sink);
            places.get(i)[2] = position;
            places.get(i)[3] = sink.size();
            write(sink);
        }
        List<FooterWriter.Group> indexed = new ArrayList<>();
        int next = 0;
        for (FooterWriter.Group group : groups) {
            List<FooterWriter.Chunk> chunks = new ArrayList<>();
            for (FooterWriter.Chunk chunk : group.chunks()) {
                long[] place = places.get(next++);
                Indexes at = new Indexes(place[0], (int) place[1], place[2], (int) place[3]);
                chunks.add(
                        new FooterWriter.Chunk(
                                chunk.path(), chunk.physical(), chunk.contents(), chunk.statistics(), at));
            }
            indexed.add(new FooterWriter.Group(group.rows(), chunks));
        }
        return indexed;
    }

    private void write(ByteSink sink) {
        write(sink.array(), sink.size());
    }

    private void write(byte[] bytes, int length) {
        try {
            target.write(bytes, 0, length);
        } catch (IOException e) {
            throw MillraceException.external("write-failed", "Writing Parquet failed: " + e.getMessage(), e);
        }
        position += length;
    }
}
