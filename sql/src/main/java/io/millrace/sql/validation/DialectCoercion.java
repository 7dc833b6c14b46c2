package io.millrace.sql.validation;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Which conversions happen without a CAST: between numbers, between times, and from a string literal to what it is
 * compared with. A text column is never taken for a number: that would fail rows later instead of the query now.
 */
final class DialectCoercion extends TypeCoercionImpl {
    DialectCoercion(RelDataTypeFactory types, SqlValidator validator) {
        super(types, validator);
    }

    @Override
    public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
        return !hasText(binding) && super.binaryArithmeticCoercion(binding);
    }

    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        if (hasText(binding) && !isAllText(binding) && !textIsLiteral(binding)) {
            return false;
        }
        return super.binaryComparisonCoercion(binding);
    }

    @Override
    public boolean builtinFunctionCoercion(
            SqlCallBinding binding, java.util.List<RelDataType> operands, java.util.List<SqlTypeFamily> expected) {
        return false;
    }

    @Override
    public boolean userDefinedFunctionCoercion(
            SqlValidatorScope scope, org.apache.calcite.sql.SqlCall call, SqlFunction function) {
        return false;
    }

    private static boolean hasText(SqlCallBinding binding) {
        return binding.collectOperandTypes().stream().anyMatch(SqlTypeUtil::isCharacter);
    }

    private static boolean isAllText(SqlCallBinding binding) {
        return binding.collectOperandTypes().stream()
                .allMatch(type -> SqlTypeUtil.isCharacter(type) || SqlTypeUtil.isNull(type));
    }

    private static boolean textIsLiteral(SqlCallBinding binding) {
        for (int i = 0; i < binding.getOperandCount(); i++) {
            SqlNode operand = binding.operand(i);
            if (SqlTypeUtil.isCharacter(binding.getOperandType(i)) && operand.getKind() != SqlKind.LITERAL) {
                return false;
            }
        }
        return true;
    }
}
