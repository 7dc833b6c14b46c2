package io.millrace.sql.validation;

import io.millrace.sql.types.TypeConversion;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Static;
import org.apache.flink.sql.parser.FlinkSqlParsingValidator;

/** The planner's validator with the dialect's settings, strict where text meets a number. */
final class DialectValidator extends FlinkSqlParsingValidator {
    DialectValidator(SqlOperatorTable operators, PlannerCatalog catalog, RelDataTypeFactory types) {
        super(
                operators,
                catalog,
                types,
                Config.DEFAULT
                        .withIdentifierExpansion(true)
                        .withDefaultNullCollation(NullCollation.LOW)
                        .withConformance(new DialectConformance())
                        .withTypeCoercionFactory(DialectCoercion::new)
                        .withTypeCoercionEnabled(true),
                false);
    }

    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
        RelDataType type = super.deriveType(scope, node);
        if (node.isA(SqlKind.COMPARISON) && node instanceof SqlCall call && call.operandCount() == 2) {
            checkComparable(scope, call);
        }
        return type;
    }

    /**
     * The planner lets text be compared with anything; here only a literal is converted, and that has happened by now.
     */
    private void checkComparable(SqlValidatorScope scope, SqlCall call) {
        if (call.operand(1) instanceof org.apache.calcite.sql.SqlNodeList || call.operand(1).isA(SqlKind.QUERY)) {
            return;
        }
        RelDataType left = super.deriveType(scope, call.operand(0));
        RelDataType right = super.deriveType(scope, call.operand(1));
        if (!SqlTypeUtil.isNull(left)
                && !SqlTypeUtil.isNull(right)
                && SqlTypeUtil.isCharacter(left) != SqlTypeUtil.isCharacter(right)) {
            throw SqlUtil.newContextException(
                    call.getParserPosition(),
                    Static.RESOURCE.incompatibleValueType(
                            "'" + TypeConversion.name(left) + "' and '" + TypeConversion.name(right) + "'"));
        }
    }
}
