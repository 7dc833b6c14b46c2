package io.millrace.formats.parquet.write;

import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.MillraceException;
import io.millrace.formats.parquet.file.Annotation;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.write.LeafWriter.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes columns of batches apart into stored columns: each value with its levels, see {@code LeafReader}. */
sealed interface TreeWriter {

    Node node();

    void forEachLeaf(Consumer<LeafWriter> action);

    /**
     * Appends one value.
     *
     * @param repeat the level at which it begins anew
     */
    void append(Column column, int row, int repeat);

    static TreeWriter of(Node node, List<String> above, Layout layout) {
        List<String> path = new ArrayList<>(above);
        path.add(node.name());
        if (node.isLeaf()) {
            return new Leaf(node, new LeafWriter(node, path, layout));
        }
        List<TreeWriter> children = new ArrayList<>();
        boolean holds = !(node.annotation() instanceof Annotation.None);
        Node inner = holds ? node.children().getFirst() : node;
        if (holds) {
            path.add(inner.name());
        }
        inner.children().forEach(child -> children.add(of(child, path, layout)));
        return holds ? new Elements(node, inner, children) : new Struct(node, children);
    }

    /** Appends rows of a flat column of a batch. */
    default void appendRows(Column column, int start, int end) {
        if (this instanceof Leaf(Node node, LeafWriter writer)) {
            writer.appendRows(column, start, end);
            return;
        }
        for (int row = start; row < end; row++) {
            append(column, row, 0);
            forEachLeaf(leaf -> leaf.endRows(1));
        }
    }

    /** An entry that ends at this definition level, in all stored columns. */
    private static void missing(TreeWriter tree, int repeat, int definition) {
        tree.forEachLeaf(leaf -> leaf.appendMissing(repeat, definition));
    }

    /** The level of a value that is missing. */
    private static int above(Node node) {
        return node.level().definition() - 1;
    }

    record Leaf(Node node, LeafWriter writer) implements TreeWriter {
        @Override
        public void append(Column column, int row, int repeat) {
            if (column.isNull(row)) {
                if (node.level().repetition() == Node.Repetition.REQUIRED) {
                    throw MillraceException.user("null-key", "A map has a key that is NULL, which Parquet cannot hold");
                }
                writer.appendMissing(repeat, above(node));
                return;
            }
            switch (column) {
                case DictionaryColumn dictionary -> append(dictionary.dictionary(), dictionary.indices()[row], repeat);
                case ConstantColumn constant -> append(constant.value(), 0, repeat);
                case Column flat -> writer.append(flat, row, repeat);
            }
        }

        @Override
        public void forEachLeaf(Consumer<LeafWriter> action) {
            action.accept(writer);
        }
    }

    record Struct(Node node, List<TreeWriter> fields) implements TreeWriter {
        @Override
        public void append(Column column, int row, int repeat) {
            if (column.isNull(row)) {
                missing(this, repeat, above(node));
                return;
            }
            switch (column) {
                case DictionaryColumn dictionary -> append(dictionary.dictionary(), dictionary.indices()[row], repeat);
                case ConstantColumn constant -> append(constant.value(), 0, repeat);
                case Column flat -> {
                    Column[] columns = ((Column.RowColumn) flat).fields();
                    for (int i = 0; i < columns.length; i++) {
                        fields.get(i).append(columns[i], row, repeat);
                    }
                }
            }
        }

        @Override
        public void forEachLeaf(Consumer<LeafWriter> action) {
            fields.forEach(field -> field.forEachLeaf(action));
        }
    }

    /** An array, or a map with its keys and values. */
    record Elements(Node node, Node repeated, List<TreeWriter> parts) implements TreeWriter {
        @Override
        public void append(Column column, int row, int repeat) {
            if (column.isNull(row)) {
                missing(this, repeat, above(node));
                return;
            }
            switch (column) {
                case DictionaryColumn dictionary -> append(dictionary.dictionary(), dictionary.indices()[row], repeat);
                case ConstantColumn constant -> append(constant.value(), 0, repeat);
                case Column.ArrayColumn array -> append(array.offsets(), row, repeat, array.elements());
                case Column.MapColumn map -> append(map.offsets(), row, repeat, map.keys(), map.items());
                case Column other -> throw MillraceException.internal("not an array or a map: " + other.getClass());
            }
        }

        private void append(int[] offsets, int row, int repeat, Column... columns) {
            int start = offsets[row];
            int end = offsets[row + 1];
            if (start == end) {
                missing(this, repeat, node.level().definition());
            }
            for (int at = start; at < end; at++) {
                for (int i = 0; i < columns.length; i++) {
                    parts.get(i).append(columns[i], at, at == start ? repeat : repeated.level().repeat());
                }
            }
        }

        @Override
        public void forEachLeaf(Consumer<LeafWriter> action) {
            parts.forEach(part -> part.forEachLeaf(action));
        }
    }
}
