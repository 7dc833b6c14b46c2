package io.millrace.formats.parquet.write;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.formats.parquet.file.Annotation;
import io.millrace.formats.parquet.file.Annotation.Unit;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.file.Node.Level;
import io.millrace.formats.parquet.file.Node.Repetition;
import io.millrace.formats.parquet.file.Physical;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** How the types of SQL are stored. Every value may be missing. */
final class WriteTypes {
    private static final Level TOP = new Level(Repetition.REQUIRED, 0, 0);
    private static final int INT32_DIGITS = 9;
    private static final int MILLIS_DIGITS = 3;
    private static final int MICROS_DIGITS = 6;

    private int leaves;

    private WriteTypes() {}

    static Node schema(Schema schema) {
        WriteTypes types = new WriteTypes();
        return new Node("millrace", TOP, Annotation.NONE, new Node.Group(types.fields(schema.fields(), TOP)));
    }

    private List<Node> fields(List<Field> fields, Level above) {
        List<Node> nodes = new ArrayList<>();
        fields.forEach(field -> nodes.add(node(field.name(), field.type(), above, Repetition.OPTIONAL)));
        return nodes;
    }

    private static Level below(Level above, Repetition repetition) {
        return new Level(
                repetition,
                above.definition() + (repetition == Repetition.REQUIRED ? 0 : 1),
                above.repeat() + (repetition == Repetition.REPEATED ? 1 : 0));
    }

    private Node node(String name, DataType type, Level above, Repetition repetition) {
        Level level = below(above, repetition);
        Level repeated = below(level, Repetition.REPEATED);
        return switch (type) {
            case DataType.Row row ->
                    new Node(name, level, Annotation.NONE, new Node.Group(fields(row.fields(), level)));
            case DataType.Array array -> {
                Node element = node("element", array.element(), repeated, Repetition.OPTIONAL);
                Node list = new Node("list", repeated, Annotation.NONE, new Node.Group(List.of(element)));
                yield new Node(name, level, new Annotation.Sequence(), new Node.Group(List.of(list)));
            }
            case DataType.Mapping map -> {
                Node key = node("key", map.key(), repeated, Repetition.REQUIRED);
                Node value = node("value", map.value(), repeated, Repetition.OPTIONAL);
                Node entries = new Node("key_value", repeated, Annotation.NONE, new Node.Group(List.of(key, value)));
                yield new Node(name, level, new Annotation.Mapping(), new Node.Group(List.of(entries)));
            }
            default -> leaf(name, type, level);
        };
    }

    private Node leaf(String name, DataType type, Level level) {
        Annotation annotation = Annotation.NONE;
        Physical physical = Physical.BYTE_ARRAY;
        int length = 0;
        switch (type) {
            case Plain plain -> {
                physical = plain(plain, name);
                annotation = annotation(plain);
            }
            case DataType.Decimal decimal -> {
                annotation = new Annotation.Decimal(decimal.precision(), decimal.scale());
                boolean wide = decimal.precision() > DataType.Decimal.LONG_DIGITS;
                physical =
                        wide
                                ? Physical.FIXED_LEN_BYTE_ARRAY
                                : decimal.precision() <= INT32_DIGITS ? Physical.INT32 : Physical.INT64;
                length = wide ? BigInteger.TEN.pow(decimal.precision()).bitLength() / Byte.SIZE + 1 : 0;
            }
            case DataType.Varchar text -> annotation = new Annotation.Text();
            case DataType.Char text -> annotation = new Annotation.Text();
            case DataType.Varbinary bytes -> {}
            case DataType.Binary bytes -> {}
            case DataType.Time time -> {
                Unit unit = unit(time.precision());
                annotation = new Annotation.TimeOfDay(unit);
                physical = unit == Unit.MILLIS ? Physical.INT32 : Physical.INT64;
            }
            case DataType.Instant instant -> {
                Unit unit = instant.nanos() ? Unit.NANOS : Unit.MICROS;
                annotation = new Annotation.Timestamp(unit, instant instanceof DataType.TimestampLtz);
                physical = Physical.INT64;
            }
            case DataType.MonthInterval months -> physical = Physical.INT64;
            case DataType.TimeInterval span -> physical = Physical.INT64;
            case DataType.Array nested -> throw nested(name);
            case DataType.Mapping nested -> throw nested(name);
            case DataType.Row nested -> throw nested(name);
        }
        return new Node(name, level, annotation, new Node.Leaf(physical, length, leaves++));
    }

    private static Unit unit(int precision) {
        return precision <= MILLIS_DIGITS ? Unit.MILLIS : precision <= MICROS_DIGITS ? Unit.MICROS : Unit.NANOS;
    }

    private static Physical plain(Plain type, String name) {
        return switch (type) {
            case BOOLEAN -> Physical.BOOLEAN;
            case TINYINT, SMALLINT, INT, DATE -> Physical.INT32;
            case BIGINT -> Physical.INT64;
            case FLOAT -> Physical.FLOAT;
            case DOUBLE -> Physical.DOUBLE;
            case NULL ->
                    throw MillraceException.user(
                            "bad-type", "Column '" + name + "' has no type: cast it to one to write it to Parquet");
        };
    }

    private static Annotation annotation(Plain type) {
        return switch (type) {
            case TINYINT -> new Annotation.Whole(Byte.SIZE, true);
            case SMALLINT -> new Annotation.Whole(Short.SIZE, true);
            case DATE -> new Annotation.Date();
            case BOOLEAN, INT, BIGINT, FLOAT, DOUBLE, NULL -> Annotation.NONE;
        };
    }

    private static MillraceException nested(String name) {
        return MillraceException.internal("column " + name + " is no leaf");
    }
}
