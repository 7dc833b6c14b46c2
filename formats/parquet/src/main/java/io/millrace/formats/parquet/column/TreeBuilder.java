package io.millrace.formats.parquet.column;

import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.formats.parquet.column.ColumnTree.Place;
import io.millrace.formats.parquet.column.LeafReader.Levels;
import io.millrace.formats.parquet.file.Node;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the columns of a table in a file, by name, and makes readers of them. */
public final class TreeBuilder {
    private final FileInput file;
    private final Targets targets;
    private final BufferPool pool;

    /**
     * @param zone where clocks show moments
     */
    public TreeBuilder(FileInput file, BufferPool pool, ZoneId zone) {
        this.file = file;
        this.pool = pool;
        this.targets = new Targets(pool, zone);
    }

    /** The reader of a column, or of a field inside of one; the fields lead there from the file's columns on. */
    public ColumnReader column(Node root, List<Field> path) {
        Node node = root;
        String name = "";
        for (Field field : path) {
            name = name.isEmpty() ? field.name() : name + "." + field.name();
            node = child(node, field.name(), name);
        }
        DataType type = path.getLast().type();
        Levels levels = node.isLeaf() && !node.isRepeated() ? Levels.DROPPED : Levels.KEPT;
        return new ColumnReader(file.name(), name, tree(node, type, name, 0, levels));
    }

    /** The node of this name in a group; case aside where there is no exact one. */
    public static Optional<Node> find(Node group, String name) {
        Optional<Node> exact = group.children().stream().filter(child -> child.name().equals(name)).findFirst();
        return exact.isPresent()
                ? exact
                : group.children().stream().filter(child -> child.name().equalsIgnoreCase(name)).findFirst();
    }

    private Node child(Node group, String name, String path) {
        return find(group, name)
                .orElseThrow(() ->
                        MillraceException.user(
                                "column-missing",
                                "File "
                                        + file.name()
                                        + " has no column '"
                                        + path
                                        + "': it has "
                                        + String.join(", ", group.children().stream().map(Node::name).toList())));
    }

    private ColumnTree tree(Node node, DataType type, String path, int element, Levels levels) {
        if (node.isRepeated() && type instanceof DataType.Array array) {
            int level = node.level().definition();
            Place place = new Place(element, level - 1, node.level().repeat() - 1);
            return new ColumnTree.Sequence(place, level, once(node, array.element(), path, level));
        }
        if (node.isRepeated()) {
            throw mismatch(node, type, path);
        }
        return once(node, type, path, element, levels);
    }

    private ColumnTree once(Node node, DataType type, String path, int element) {
        return once(node, type, path, element, Levels.KEPT);
    }

    /** A node whose own repetition is dealt with. */
    private ColumnTree once(Node node, DataType type, String path, int element, Levels levels) {
        Place place = new Place(element, node.level().definition(), node.level().repeat());
        return switch (type) {
            case DataType.Row row -> struct(node, row, path, place);
            case DataType.Array array -> sequence(node, array, path, place);
            case DataType.Mapping map -> mapping(node, map, path, place);
            default -> {
                if (!node.isLeaf()) {
                    throw mismatch(node, type, path);
                }
                ValueTarget target = targets.of(node, type).orElseThrow(() -> mismatch(node, type, path));
                yield new ColumnTree.Leaf(new LeafReader(file, node, element, levels, target));
            }
        };
    }

    private ColumnTree struct(Node node, DataType.Row row, String path, Place place) {
        if (node.isLeaf() || row.fields().isEmpty()) {
            throw mismatch(node, row, path);
        }
        List<ColumnTree> fields = new ArrayList<>();
        for (Field field : row.fields()) {
            String inner = path + "." + field.name();
            fields.add(tree(child(node, field.name(), inner), field.type(), inner, place.element(), Levels.KEPT));
        }
        return new ColumnTree.Struct(place, fields);
    }

    private ColumnTree sequence(Node node, DataType.Array type, String path, Place place) {
        Node repeated = FileTypes.repeatedIn(node).orElseThrow(() -> mismatch(node, type, path));
        int level = repeated.level().definition();
        Node element = FileTypes.elementOf(node, repeated);
        ColumnTree elements = once(element, type.element(), path + ".element", level);
        return new ColumnTree.Sequence(place, level, elements);
    }

    private ColumnTree mapping(Node node, DataType.Mapping type, String path, Place place) {
        Node repeated = FileTypes.repeatedIn(node).orElseThrow(() -> mismatch(node, type, path));
        if (repeated.children().size() != 2) {
            throw mismatch(node, type, path);
        }
        int level = repeated.level().definition();
        ColumnTree keys = tree(repeated.children().get(0), type.key(), path + ".key", level, Levels.KEPT);
        ColumnTree items = tree(repeated.children().get(1), type.value(), path + ".value", level, Levels.KEPT);
        return new ColumnTree.Mapping(place, level, new ColumnTree.Mapping.Entries(keys, items, type, pool));
    }

    private MillraceException mismatch(Node node, DataType type, String path) {
        String inFile = FileTypes.of(node).map(DataType::sql).orElse(node.describe());
        return MillraceException.user(
                "column-mismatch",
                "File "
                        + file.name()
                        + ": column '"
                        + path
                        + "' is "
                        + inFile
                        + " there, stored as "
                        + node.describe()
                        + ", and cannot be read as "
                        + type.sql());
    }
}
