package io.millrace.formats.parquet.file;

import io.millrace.data.ByteSink;
import io.millrace.formats.parquet.file.Annotation.Unit;
import io.millrace.formats.parquet.file.PageHeader.Encoding;
import io.millrace.formats.parquet.file.RowGroup.Codecs;
import io.millrace.formats.parquet.file.RowGroup.Indexes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the footer of a file. */
public final class FooterWriter {
    private static final String CREATED_BY = "millrace version 0.1.0";
    private static final int VERSION = 2;

    private final CompactWriter writer;

    /** A row group that was written. */
    public record Group(long rows, List<Chunk> chunks) {}

    /**
     * A column of a row group that was written.
     *
     * @param path the names that lead to it
     */
    public record Chunk(
            List<String> path, Physical physical, Contents contents, Statistics statistics, Indexes indexes) {}

    /** Its pages; {@code dictionaryAt} is −1 where there is none. */
    public record Contents(Codecs codec, List<Encoding> encodings, long values, Extent extent) {}

    public record Extent(long dictionaryAt, long dataAt, long compressed, long uncompressed) {
        public static final long NO_DICTIONARY = -1;

        long start() {
            return dictionaryAt == NO_DICTIONARY ? dataAt : dictionaryAt;
        }
    }

    private FooterWriter(ByteSink sink) {
        this.writer = new CompactWriter(sink);
    }

    /** Writes what stands before the footer's length. */
    public static void write(ByteSink sink, Node schema, List<Group> groups) {
        new FooterWriter(sink).file(schema, groups);
    }

    private void file(Node schema, List<Group> groups) {
        writer.begin().i32(1, VERSION);
        writer.list(2, CompactWriter.STRUCT, count(schema));
        root(schema);
        writer.i64(3, groups.stream().mapToLong(Group::rows).sum());
        writer.list(4, CompactWriter.STRUCT, groups.size());
        groups.forEach(this::group);
        writer.text(6, CREATED_BY);
        int leaves = leaves(schema);
        writer.list(7, CompactWriter.STRUCT, leaves);
        for (int i = 0; i < leaves; i++) {
            writer.begin().begin(1).end().end();
        }
        writer.end();
    }

    private static int count(Node node) {
        return 1 + node.children().stream().mapToInt(FooterWriter::count).sum();
    }

    private static int leaves(Node node) {
        return node.isLeaf() ? 1 : node.children().stream().mapToInt(FooterWriter::leaves).sum();
    }

    private void root(Node node) {
        writer.begin().text(4, node.name()).i32(5, node.children().size()).end();
        node.children().forEach(this::node);
    }

    private void node(Node node) {
        writer.begin();
        if (node.content() instanceof Node.Leaf leaf) {
            writer.i32(1, leaf.physical().ordinal());
            if (leaf.length() > 0) {
                writer.i32(2, leaf.length());
            }
        }
        writer.i32(3, node.level().repetition().ordinal()).text(4, node.name());
        if (!node.isLeaf()) {
            writer.i32(5, node.children().size());
        }
        annotation(node.annotation());
        writer.end();
        node.children().forEach(this::node);
    }

    /** What older readers understand too comes first. */
    private void annotation(Annotation annotation) {
        switch (annotation) {
            case Annotation.None none -> {}
            case Annotation.Text text -> writer.i32(6, 0).begin(10).begin(1).end().end();
            case Annotation.Mapping map -> writer.i32(6, 1).begin(10).begin(2).end().end();
            case Annotation.Sequence list -> writer.i32(6, 3).begin(10).begin(3).end().end();
            case Annotation.Decimal(int precision, int scale) ->
                    writer.i32(6, 5)
                            .i32(7, scale)
                            .i32(8, precision)
                            .begin(10)
                            .begin(5)
                            .i32(1, scale)
                            .i32(2, precision)
                            .end()
                            .end();
            case Annotation.Date date -> writer.i32(6, 6).begin(10).begin(6).end().end();
            case Annotation.TimeOfDay(Unit unit) -> {
                writer.begin(10).begin(7).bool(1, false);
                unit(unit);
                writer.end().end();
            }
            case Annotation.Timestamp(Unit unit, boolean utc) -> {
                if (utc && unit != Unit.NANOS) {
                    writer.i32(6, unit == Unit.MILLIS ? 9 : 10);
                }
                writer.begin(10).begin(8).bool(1, utc);
                unit(unit);
                writer.end().end();
            }
            case Annotation.Whole(int bits, boolean signed) ->
                    writer.i32(6, (signed ? 15 : 11) + Integer.numberOfTrailingZeros(bits / Byte.SIZE))
                            .begin(10)
                            .begin(10)
                            .i8(1, bits)
                            .bool(2, signed)
                            .end()
                            .end();
            case Annotation.Uuid uuid -> writer.begin(10).begin(14).end().end();
            case Annotation.Half half -> writer.begin(10).begin(15).end().end();
        }
    }

    private void unit(Unit unit) {
        writer.begin(2).begin(unit.ordinal() + 1).end().end();
    }

    private void group(Group group) {
        writer.begin();
        writer.list(1, CompactWriter.STRUCT, group.chunks().size());
        group.chunks().forEach(this::chunk);
        writer.i64(2, group.chunks().stream().mapToLong(chunk -> chunk.contents().extent().uncompressed()).sum());
        writer.i64(3, group.rows());
        writer.i64(5, group.chunks().getFirst().contents().extent().start());
        writer.i64(6, group.chunks().stream().mapToLong(chunk -> chunk.contents().extent().compressed()).sum());
        writer.end();
    }

    private void chunk(Chunk chunk) {
        Contents contents = chunk.contents();
        Extent extent = contents.extent();
        writer.begin().i64(2, extent.start()).begin(3);
        writer.i32(1, chunk.physical().ordinal());
        writer.list(2, CompactWriter.I32, contents.encodings().size());
        contents.encodings().forEach(encoding -> writer.element(encoding.ordinal()));
        writer.list(3, CompactWriter.BINARY, chunk.path().size());
        chunk.path().forEach(name -> writer.element(name.getBytes(StandardCharsets.UTF_8)));
        writer.i32(4, contents.codec().ordinal()).i64(5, contents.values());
        writer.i64(6, extent.uncompressed()).i64(7, extent.compressed()).i64(9, extent.dataAt());
        if (extent.dictionaryAt() != Extent.NO_DICTIONARY) {
            writer.i64(11, extent.dictionaryAt());
        }
        chunk.statistics().write(writer, 12);
        writer.end();
        Indexes indexes = chunk.indexes();
        if (indexes.offsetLength() > 0) {
            writer.i64(4, indexes.offsetAt()).i32(5, indexes.offsetLength());
        }
        if (indexes.columnLength() > 0) {
            writer.i64(6, indexes.columnAt()).i32(7, indexes.columnLength());
        }
        writer.end();
    }
}
