package io.millrace.formats.parquet.column;

import io.millrace.data.Column;
import io.millrace.formats.parquet.file.Damage;
import io.millrace.formats.parquet.file.RowGroup;
import java.util.function.Consumer;

/** Reads one column of a table, row group by row group, batch by batch. One thread owns it. */
public final class ColumnReader {
    private final String fileName;
    private final String name;
    private final ColumnTree tree;

    /** Is told of a row with a value that does not fit. */
    @FunctionalInterface
    public interface BadRows {
        /**
         * @param row counted from the first one of the batch
         */
        void bad(int row, String reason);
    }

    ColumnReader(String fileName, String name, ColumnTree tree) {
        this.fileName = fileName;
        this.name = name;
        this.tree = tree;
    }

    /** What the column is called, with a dot before a field inside of it. */
    public String name() {
        return name;
    }

    /** Stands before the first row of a row group. */
    public void open(RowGroup group) {
        eachLeaf(leaf -> leaf.open(group));
    }

    /** Passes over rows. */
    public void skip(long rows) {
        eachLeaf(leaf -> leaf.skip(rows));
    }

    /** Reads the next rows, which must be there. */
    public Column read(int rows, BadRows bad) {
        eachLeaf(leaf -> leaf.read(rows));
        Column column = tree.build();
        tree.forEachLeaf(leaf -> {
            if (!leaf.misfits().found().isEmpty()) {
                report(leaf, column, bad);
            }
            leaf.clear();
        });
        return column;
    }

    /** Gives back what is held of the pool. */
    public void close() {
        tree.forEachLeaf(LeafReader::close);
    }

    private void eachLeaf(Consumer<LeafReader> action) {
        try {
            tree.forEachLeaf(action);
        } catch (RuntimeException e) {
            throw Damage.in("File " + fileName + ", column '" + name + "',", e);
        }
    }

    /** Values are counted without those that are missing; what matters are their rows. */
    private void report(LeafReader leaf, Column column, BadRows bad) {
        int there = leaf.node().level().definition();
        boolean flat = leaf.entries == 0;
        int entries = flat ? column.size() : leaf.entries;
        int value = 0;
        int row = -1;
        var misfits = leaf.misfits().found().iterator();
        Misfits.Misfit next = misfits.next();
        for (int i = 0; i < entries; i++) {
            row += flat || leaf.repeatLevels[i] == 0 ? 1 : 0;
            boolean present = flat ? !column.isNull(i) : leaf.definitionLevels[i] == there;
            if (!present) {
                continue;
            }
            while (next.value() == value) {
                bad.bad(row, next.reason());
                if (!misfits.hasNext()) {
                    return;
                }
                next = misfits.next();
            }
            value++;
        }
    }
}
