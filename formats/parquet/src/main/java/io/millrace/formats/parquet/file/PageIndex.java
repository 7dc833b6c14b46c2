package io.millrace.formats.parquet.file;

import io.millrace.data.ByteSink;
import io.millrace.formats.parquet.file.Statistics.Bound;
import java.util.ArrayList;
import java.util.List;

/** Where the pages of a column are, and between which values theirs lie. */
public record PageIndex(List<Page> pages) {

    /**
     * A page.
     *
     * @param firstRow its first row, counted from the row group's
     */
    public record Page(long position, int length, long firstRow, Statistics statistics) {}

    public PageIndex {
        pages = List.copyOf(pages);
    }

    /** Joins the two indexes of a file, as they are stored. */
    public static PageIndex read(byte[] columnIndex, byte[] offsetIndex) {
        List<Page> places = places(new CompactReader(offsetIndex, 0, offsetIndex.length));
        List<Bound> min = new ArrayList<>();
        List<Bound> max = new ArrayList<>();
        List<Boolean> empty = new ArrayList<>();
        List<Long> nulls = new ArrayList<>();
        CompactReader reader = new CompactReader(columnIndex, 0, columnIndex.length);
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> {
                    for (int left = reader.list(); left > 0; left--) {
                        empty.add(reader.listedBool());
                    }
                }
                case 2 -> bounds(reader, min);
                case 3 -> bounds(reader, max);
                case 5 -> {
                    for (int left = reader.list(); left > 0; left--) {
                        nulls.add(reader.i64());
                    }
                }
                default -> reader.skip();
            }
        }
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Page place = places.get(i);
            boolean none = empty.get(i);
            Statistics statistics =
                    new Statistics(
                            none ? Bound.NONE : min.get(i),
                            none ? Bound.NONE : max.get(i),
                            nulls.isEmpty() ? Statistics.UNKNOWN : nulls.get(i));
            pages.add(new Page(place.position(), place.length(), place.firstRow(), statistics));
        }
        return new PageIndex(pages);
    }

    private static void bounds(CompactReader reader, List<Bound> into) {
        for (int left = reader.list(); left > 0; left--) {
            into.add(Bound.of(reader.binary()));
        }
    }

    private static List<Page> places(CompactReader reader) {
        List<Page> pages = new ArrayList<>();
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            if (id != 1) {
                reader.skip();
                continue;
            }
            for (int left = reader.list(); left > 0; left--) {
                pages.add(place(reader));
            }
        }
        return pages;
    }

    private static Page place(CompactReader reader) {
        long position = 0;
        int length = 0;
        long firstRow = 0;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> position = reader.i64();
                case 2 -> length = reader.i32();
                case 3 -> firstRow = reader.i64();
                default -> reader.skip();
            }
        }
        return new Page(position, length, firstRow, Statistics.NONE);
    }

    /** Writes what lies between which values; pages without bounds have missing values alone. */
    public void writeColumn(ByteSink sink) {
        CompactWriter writer = new CompactWriter(sink).begin();
        writer.list(1, 1, pages.size());
        pages.forEach(page -> writer.listedBool(!page.statistics().min().isKnown()));
        writer.list(2, CompactWriter.BINARY, pages.size());
        pages.forEach(page -> writer.element(page.statistics().min().bytes()));
        writer.list(3, CompactWriter.BINARY, pages.size());
        pages.forEach(page -> writer.element(page.statistics().max().bytes()));
        writer.i32(4, 0);
        writer.list(5, CompactWriter.I64, pages.size());
        pages.forEach(page -> writer.element(page.statistics().nulls()));
        writer.end();
    }

    /** Writes where the pages are. */
    public void writeOffsets(ByteSink sink) {
        CompactWriter writer = new CompactWriter(sink).begin();
        writer.list(1, CompactWriter.STRUCT, pages.size());
        for (Page page : pages) {
            writer.begin().i64(1, page.position()).i32(2, page.length()).i64(3, page.firstRow()).end();
        }
        writer.end();
    }
}
