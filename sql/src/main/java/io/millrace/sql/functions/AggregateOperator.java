package io.millrace.sql.functions;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.util.Optionality;

/** An aggregate of one argument, which may stand with OVER and without. */
final class AggregateOperator extends SqlAggFunction {
    AggregateOperator(String name, SqlKind kind, SqlReturnTypeInference type) {
        this(name, kind, type, SqlTypeFamily.ANY);
    }

    AggregateOperator(String name, SqlKind kind, SqlReturnTypeInference type, SqlTypeFamily argument) {
        super(
                name,
                null,
                kind,
                type,
                null,
                OperandTypes.family(argument),
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.FORBIDDEN);
    }
}
