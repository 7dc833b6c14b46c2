package io.millrace.formats.parquet.column;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.formats.parquet.file.Annotation;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.file.Node.Repetition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types of SQL that the columns of a file are. */
public final class FileTypes {
    private static final int MILLIS_DIGITS = 3;
    private static final int MICROS_DIGITS = 6;
    private static final int NANOS_DIGITS = 9;

    private FileTypes() {}

    /** The columns of a file; those that are of no type of SQL are left out. */
    public static Schema schema(Node root) {
        return new Schema(fields(root));
    }

    private static List<Field> fields(Node group) {
        List<Field> fields = new ArrayList<>();
        for (Node child : group.children()) {
            of(child)
                    .ifPresent(type ->
                            fields.add(
                                    child.level().repetition() == Repetition.REQUIRED
                                            ? Field.required(child.name(), type)
                                            : Field.of(child.name(), type)));
        }
        return fields;
    }

    /** The type of a node; nothing where there is none, as for a group without fields. */
    static Optional<DataType> of(Node node) {
        return node.isRepeated() ? once(node).map(DataType.Array::new) : once(node);
    }

    private static Optional<DataType> once(Node node) {
        if (node.content() instanceof Node.Leaf leaf) {
            return Optional.of(leaf(node.annotation(), leaf));
        }
        Optional<Node> repeated = repeatedIn(node);
        if (node.annotation() instanceof Annotation.Sequence && repeated.isPresent()) {
            return once(elementOf(node, repeated.get())).map(DataType.Array::new);
        }
        if (node.annotation() instanceof Annotation.Mapping
                && repeated.isPresent()
                && repeated.get().children().size() == 2) {
            Optional<DataType> key = of(repeated.get().children().get(0));
            Optional<DataType> value = of(repeated.get().children().get(1));
            return key.isPresent() && value.isPresent()
                    ? Optional.of(new DataType.Mapping(key.get(), value.get()))
                    : Optional.empty();
        }
        List<Field> fields = fields(node);
        return fields.isEmpty() ? Optional.empty() : Optional.of(new DataType.Row(fields));
    }

    /** The repeated node that holds the elements of a list or the entries of a map. */
    static Optional<Node> repeatedIn(Node group) {
        return group.children().size() == 1 && group.children().getFirst().isRepeated()
                ? Optional.of(group.children().getFirst())
                : Optional.empty();
    }

    /** The element of a list: inside of the repeated node, or that node itself, as older writers have it. */
    static Node elementOf(Node list, Node repeated) {
        boolean itself =
                repeated.isLeaf()
                        || repeated.children().size() != 1
                        || repeated.name().equals("array")
                        || repeated.name().equals(list.name() + "_tuple")
                        || repeated.children().getFirst().isRepeated();
        return itself ? repeated : repeated.children().getFirst();
    }

    private static DataType leaf(Annotation annotation, Node.Leaf leaf) {
        return switch (leaf.physical()) {
            case BOOLEAN -> Plain.BOOLEAN;
            case INT32 -> whole(annotation, Plain.INT);
            case INT64 -> whole(annotation, Plain.BIGINT);
            case INT96 -> new DataType.Timestamp(NANOS_DIGITS);
            case FLOAT -> Plain.FLOAT;
            case DOUBLE -> Plain.DOUBLE;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                    switch (annotation) {
                        case Annotation.Text text -> DataType.STRING;
                        case Annotation.Uuid uuid -> DataType.STRING;
                        case Annotation.Half half -> Plain.FLOAT;
                        case Annotation.Decimal(int precision, int scale) -> decimal(precision, scale);
                        case Annotation other ->
                                leaf.length() > 0 ? new DataType.Binary(leaf.length()) : DataType.BYTES;
                    };
        };
    }

    private static DataType whole(Annotation annotation, Plain stored) {
        return switch (annotation) {
            case Annotation.Date date -> Plain.DATE;
            case Annotation.Decimal(int precision, int scale) -> decimal(precision, scale);
            case Annotation.TimeOfDay(Annotation.Unit unit) -> new DataType.Time(digits(unit));
            case Annotation.Timestamp(Annotation.Unit unit, boolean utc) ->
                    utc ? new DataType.TimestampLtz(digits(unit)) : new DataType.Timestamp(digits(unit));
            case Annotation.Whole(int bits, boolean signed) -> {
                int needed = signed ? bits : bits + 1;
                yield needed <= Byte.SIZE
                        ? Plain.TINYINT
                        : needed <= Short.SIZE
                                ? Plain.SMALLINT
                                : needed <= Integer.SIZE
                                        ? Plain.INT
                                        : needed <= Long.SIZE ? Plain.BIGINT : new DataType.Decimal(20, 0);
            }
            case Annotation other -> stored;
        };
    }

    private static DataType decimal(int precision, int scale) {
        return new DataType.Decimal(precision, scale);
    }

    private static int digits(Annotation.Unit unit) {
        return switch (unit) {
            case MILLIS -> MILLIS_DIGITS;
            case MICROS -> MICROS_DIGITS;
            case NANOS -> NANOS_DIGITS;
        };
    }
}
