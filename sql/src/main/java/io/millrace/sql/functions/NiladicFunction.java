package io.millrace.sql.functions;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** A function whose value does not follow from its operands alone, such as the time of day. */
public final class NiladicFunction extends SqlFunction {

    /** When two calls are sure to give the same. */
    public enum Stability {
        CONSTANT,
        PER_QUERY,
        EVERY_ROW
    }

    private final Stability stability;

    NiladicFunction(String name, SqlReturnTypeInference type, Stability stability) {
        this(name, type, OperandTypes.NILADIC, stability);
    }

    NiladicFunction(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands, Stability stability) {
        super(name, SqlKind.OTHER_FUNCTION, type, InferTypes.FIRST_KNOWN, operands, SqlFunctionCategory.TIMEDATE);
        this.stability = stability;
    }

    @Override
    public boolean isDeterministic() {
        return stability != Stability.EVERY_ROW;
    }

    @Override
    public boolean isDynamicFunction() {
        return stability != Stability.CONSTANT;
    }
}
