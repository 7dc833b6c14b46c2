package io.millrace.sql.functions;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/** Result types that need more than a look at the planner's list. */
final class SignatureTypes {
    static final SqlReturnTypeInference STRING_MAP = SignatureTypes::stringMap;
    static final SqlReturnTypeInference BYTES = SignatureTypes::bytes;
    static final SqlReturnTypeInference ROUNDED = SignatureTypes::rounded;

    static final SqlReturnTypeInference CONDITIONAL = SignatureTypes::conditional;

    /** An array of values as the first argument is; NULL over no rows. */
    static final SqlReturnTypeInference ARRAY_OF_FIRST =
            call -> {
                RelDataTypeFactory factory = call.getTypeFactory();
                RelDataType element = factory.createTypeWithNullability(call.getOperandType(0), true);
                return factory.createTypeWithNullability(factory.createArrayType(element, -1), true);
            };

    private SignatureTypes() {}

    private static RelDataType conditional(SqlOperatorBinding call) {
        RelDataType common =
                call.getTypeFactory()
                        .leastRestrictive(java.util.List.of(call.getOperandType(1), call.getOperandType(2)));
        return common == null ? call.getOperandType(1) : common;
    }

    private static RelDataType stringMap(SqlOperatorBinding call) {
        RelDataTypeFactory factory = call.getTypeFactory();
        RelDataType text = factory.createSqlType(SqlTypeName.VARCHAR, Integer.MAX_VALUE);
        return factory.createTypeWithNullability(
                factory.createMapType(text, factory.createTypeWithNullability(text, true)), true);
    }

    private static RelDataType bytes(SqlOperatorBinding call) {
        RelDataTypeFactory factory = call.getTypeFactory();
        return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARBINARY, Integer.MAX_VALUE), true);
    }

    /** A decimal keeps as many digits after the point as are asked for, and one more before it for the carry. */
    private static RelDataType rounded(SqlOperatorBinding call) {
        RelDataTypeFactory factory = call.getTypeFactory();
        RelDataType argument = call.getOperandType(0);
        RelDataType result = argument;
        if (argument.getSqlTypeName() == SqlTypeName.DECIMAL) {
            int digits = 0;
            if (call.getOperandCount() > 1) {
                Integer literal =
                        call.isOperandLiteral(1, false) ? call.getOperandLiteralValue(1, Integer.class) : null;
                digits = literal == null ? argument.getScale() : literal;
            }
            int scale = Math.max(0, Math.min(digits, argument.getScale()));
            int whole = argument.getPrecision() - argument.getScale();
            int precision = digits >= argument.getScale() ? argument.getPrecision() : Math.min(38, whole + scale + 1);
            result = factory.createSqlType(SqlTypeName.DECIMAL, precision, scale);
        }
        boolean nullable = argument.isNullable() || (call.getOperandCount() > 1 && call.getOperandType(1).isNullable());
        return factory.createTypeWithNullability(result, nullable);
    }
}
