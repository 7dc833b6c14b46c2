package io.millrace.sql.types;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** The rules by which types follow from types: sums, averages, decimals, lengths that are not written. */
public final class DialectTypeSystem extends RelDataTypeSystemImpl {
    private static final int MAX_DIGITS = 38;
    private static final int LEAST_SCALE = 6;

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> MAX_DIGITS;
            case VARCHAR, CHAR, VARBINARY, BINARY -> Integer.MAX_VALUE;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 9;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? MAX_DIGITS : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> 10;
            case VARCHAR, VARBINARY -> Integer.MAX_VALUE;
            case TIME -> 0;
            case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 6;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        return argument.getSqlTypeName() == SqlTypeName.DECIMAL
                ? nullableAs(factory, argument, decimal(factory, MAX_DIGITS, argument.getScale()))
                : argument;
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        return argument.getSqlTypeName() == SqlTypeName.DECIMAL
                ? nullableAs(
                        factory, argument, decimal(factory, MAX_DIGITS, Math.max(LEAST_SCALE, argument.getScale())))
                : argument;
    }

    @Override
    public RelDataType deriveCovarType(RelDataTypeFactory factory, RelDataType first, RelDataType second) {
        return nullableAs(factory, first, factory.createSqlType(SqlTypeName.DOUBLE));
    }

    @Override
    public RelDataType deriveDecimalPlusType(RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        if (!areDecimals(a, b)) {
            return noDecimal();
        }
        RelDataType x = factory.decimalOf(a);
        RelDataType y = factory.decimalOf(b);
        int scale = Math.max(x.getScale(), y.getScale());
        int whole = Math.max(x.getPrecision() - x.getScale(), y.getPrecision() - y.getScale());
        return bounded(factory, whole + scale + 1, scale);
    }

    @Override
    public RelDataType deriveDecimalMultiplyType(RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        if (!areDecimals(a, b)) {
            return noDecimal();
        }
        RelDataType x = factory.decimalOf(a);
        RelDataType y = factory.decimalOf(b);
        return bounded(factory, x.getPrecision() + y.getPrecision() + 1, x.getScale() + y.getScale());
    }

    @Override
    public RelDataType deriveDecimalDivideType(RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        if (!areDecimals(a, b)) {
            return noDecimal();
        }
        RelDataType x = factory.decimalOf(a);
        RelDataType y = factory.decimalOf(b);
        int scale = Math.max(LEAST_SCALE, x.getScale() + y.getPrecision() + 1);
        return bounded(factory, x.getPrecision() - x.getScale() + y.getScale() + scale, scale);
    }

    @Override
    public RelDataType deriveDecimalModType(RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        if (!areDecimals(a, b)) {
            return noDecimal();
        }
        RelDataType x = factory.decimalOf(a);
        RelDataType y = factory.decimalOf(b);
        int scale = Math.max(x.getScale(), y.getScale());
        int whole = Math.min(x.getPrecision() - x.getScale(), y.getPrecision() - y.getScale());
        return bounded(factory, whole + scale, scale);
    }

    /** Digits past the bound are taken from the scale, but never below six of it. */
    private static RelDataType bounded(RelDataTypeFactory factory, int precision, int scale) {
        if (precision <= MAX_DIGITS) {
            return decimal(factory, precision, scale);
        }
        int whole = precision - scale;
        return decimal(factory, MAX_DIGITS, Math.max(MAX_DIGITS - whole, Math.min(scale, LEAST_SCALE)));
    }

    private static boolean areDecimals(RelDataType a, RelDataType b) {
        return SqlTypeUtil.isExactNumeric(a)
                && SqlTypeUtil.isExactNumeric(b)
                && (SqlTypeUtil.isDecimal(a) || SqlTypeUtil.isDecimal(b));
    }

    /** The planner's way to say that another rule decides. */
    @SuppressWarnings("NullAway")
    private static RelDataType noDecimal() {
        return null;
    }

    private static RelDataType decimal(RelDataTypeFactory factory, int precision, int scale) {
        return factory.createSqlType(SqlTypeName.DECIMAL, precision, scale);
    }

    private static RelDataType nullableAs(RelDataTypeFactory factory, RelDataType model, RelDataType type) {
        return factory.createTypeWithNullability(type, model.isNullable());
    }
}
