package io.millrace.sql.types;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Turns the planner's types into the engine's and back. */
public final class TypeConversion {
    private TypeConversion() {}

    public static DataType toData(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> Plain.BOOLEAN;
            case TINYINT -> Plain.TINYINT;
            case SMALLINT -> Plain.SMALLINT;
            case INTEGER -> Plain.INT;
            case BIGINT -> Plain.BIGINT;
            case FLOAT, REAL -> Plain.FLOAT;
            case DOUBLE -> Plain.DOUBLE;
            case DATE -> Plain.DATE;
            case NULL -> Plain.NULL;
            case DECIMAL -> new DataType.Decimal(type.getPrecision(), type.getScale());
            case CHAR -> new DataType.Char(type.getPrecision());
            case VARCHAR -> new DataType.Varchar(length(type));
            case BINARY -> new DataType.Binary(type.getPrecision());
            case VARBINARY -> new DataType.Varbinary(length(type));
            case TIME -> new DataType.Time(Math.max(0, type.getPrecision()));
            case TIMESTAMP -> new DataType.Timestamp(type.getPrecision());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> new DataType.TimestampLtz(type.getPrecision());
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> new DataType.MonthInterval();
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND ->
                    new DataType.TimeInterval();
            case ARRAY -> new DataType.Array(toData(component(type)));
            case MULTISET -> new DataType.Mapping(toData(component(type)), Plain.INT);
            case MAP ->
                    new DataType.Mapping(toData(required(type.getKeyType())), toData(required(type.getValueType())));
            case ROW, STRUCTURED -> new DataType.Row(toSchema(type).fields());
            default -> throw MillraceException.user("unsupported-type", "the type " + type + " is not supported");
        };
    }

    private static int length(RelDataType type) {
        return type.getPrecision() < 0 ? DataType.Varchar.UNBOUNDED : type.getPrecision();
    }

    private static RelDataType component(RelDataType type) {
        return required(type.getComponentType());
    }

    private static RelDataType required(@org.jspecify.annotations.Nullable RelDataType type) {
        if (type == null) {
            throw MillraceException.internal("a collection type has no element type");
        }
        return type;
    }

    public static Schema toSchema(RelDataType rowType) {
        return new Schema(
                rowType.getFieldList().stream().map(field -> toField(field.getName(), field.getType())).toList());
    }

    public static Field toField(String name, RelDataType type) {
        DataType data = toData(type);
        return type.isNullable() ? Field.of(name, data) : Field.required(name, data);
    }

    public static RelDataType toRel(RelDataTypeFactory factory, Schema schema) {
        return struct(factory, StructKind.FULLY_QUALIFIED, schema.fields());
    }

    public static RelDataType toRel(RelDataTypeFactory factory, Field field) {
        return factory.createTypeWithNullability(
                toRel(factory, field.type()), field.presence() == Field.Presence.OPTIONAL);
    }

    public static RelDataType toRel(RelDataTypeFactory factory, DataType type) {
        return switch (type) {
            case Plain plain -> plain(factory, plain);
            case DataType.Decimal decimal ->
                    factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
            case DataType.Char text -> factory.createSqlType(SqlTypeName.CHAR, text.length());
            case DataType.Varchar text -> factory.createSqlType(SqlTypeName.VARCHAR, text.length());
            case DataType.Binary bytes -> factory.createSqlType(SqlTypeName.BINARY, bytes.length());
            case DataType.Varbinary bytes -> factory.createSqlType(SqlTypeName.VARBINARY, bytes.length());
            case DataType.Time time -> factory.createSqlType(SqlTypeName.TIME, time.precision());
            case DataType.Timestamp time -> factory.createSqlType(SqlTypeName.TIMESTAMP, time.precision());
            case DataType.TimestampLtz time ->
                    factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, time.precision());
            case DataType.MonthInterval ignored -> factory.createSqlIntervalType(Intervals.YEAR_TO_MONTH);
            case DataType.TimeInterval ignored -> factory.createSqlIntervalType(Intervals.DAY_TO_SECOND);
            case DataType.Array array -> factory.createArrayType(nullable(factory, array.element()), -1);
            case DataType.Mapping map ->
                    factory.createMapType(toRel(factory, map.key()), nullable(factory, map.value()));
            // A field is reached as column.field, with or without the table's name before it.
            case DataType.Row row -> struct(factory, StructKind.PEEK_FIELDS_NO_EXPAND, row.fields());
        };
    }

    private static RelDataType nullable(RelDataTypeFactory factory, DataType type) {
        return factory.createTypeWithNullability(toRel(factory, type), true);
    }

    private static RelDataType plain(RelDataTypeFactory factory, Plain type) {
        return factory.createSqlType(
                switch (type) {
                    case BOOLEAN -> SqlTypeName.BOOLEAN;
                    case TINYINT -> SqlTypeName.TINYINT;
                    case SMALLINT -> SqlTypeName.SMALLINT;
                    case INT -> SqlTypeName.INTEGER;
                    case BIGINT -> SqlTypeName.BIGINT;
                    case FLOAT -> SqlTypeName.FLOAT;
                    case DOUBLE -> SqlTypeName.DOUBLE;
                    case DATE -> SqlTypeName.DATE;
                    case NULL -> SqlTypeName.NULL;
                });
    }

    private static RelDataType struct(RelDataTypeFactory factory, StructKind kind, List<Field> fields) {
        List<RelDataType> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Field field : fields) {
            types.add(toRel(factory, field));
            names.add(field.name());
        }
        return factory.createStructType(kind, types, names);
    }

    /** How a message names a type. */
    public static String name(RelDataType type) {
        return toData(type).sql();
    }
}
