package io.millrace.sql.functions;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Static;

/**
 * TUMBLE, HOP, CUMULATE and SESSION as table functions: the input's columns, then window_start, window_end and
 * window_time.
 *
 * <p>The bounds of a window are TIMESTAMP(3); window_time has the type of the time column, with milliseconds.
 */
public final class WindowTableFunction extends SqlFunction implements SqlTableFunction {
    private static final int MILLIS = 3;

    public WindowTableFunction(String name) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.CURSOR,
                null,
                new Operands(name),
                SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return WindowTableFunction::rowType;
    }

    @Override
    public boolean argumentMustBeScalar(int ordinal) {
        return ordinal != 0;
    }

    private static RelDataType rowType(SqlOperatorBinding call) {
        RelDataTypeFactory factory = call.getTypeFactory();
        RelDataType input = call.getOperandType(0);
        RelDataType bound = factory.createSqlType(SqlTypeName.TIMESTAMP, MILLIS);
        RelDataType time = call.getOperandCount() > 1 ? timeType(factory, call, input) : bound;
        return factory.builder()
                .kind(input.getStructKind())
                .addAll(input.getFieldList())
                .add("window_start", bound)
                .add("window_end", bound)
                .add("window_time", time)
                .build();
    }

    private static RelDataType timeType(RelDataTypeFactory factory, SqlOperatorBinding call, RelDataType input) {
        SqlTypeName family = SqlTypeName.TIMESTAMP;
        if (call instanceof SqlCallBinding binding) {
            RelDataTypeField column = timeColumn(binding, input);
            if (column != null) {
                family = column.getType().getSqlTypeName();
            }
        } else if (call.getOperandType(1).getFieldCount() > 0) {
            family = call.getOperandType(1).getFieldList().getFirst().getType().getSqlTypeName();
        }
        return factory.createSqlType(
                family == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE ? family : SqlTypeName.TIMESTAMP, MILLIS);
    }

    private static @org.jspecify.annotations.Nullable RelDataTypeField timeColumn(
            SqlCallBinding binding, RelDataType input) {
        SqlNode descriptor = binding.operand(1);
        if (descriptor instanceof SqlCall call
                && call.operandCount() == 1
                && call.operand(0) instanceof SqlIdentifier column) {
            return input.getField(column.getSimple(), true, false);
        }
        return null;
    }

    /**
     * What the operands must be: a table, a descriptor of one time column, and as many intervals as the window needs.
     */
    private static final class Operands implements SqlOperandMetadata {
        private final List<String> names;
        private final int least;

        Operands(String function) {
            names =
                    switch (function) {
                        case "HOP" -> List.of("DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET");
                        case "CUMULATE" -> List.of("DATA", "TIMECOL", "STEP", "SIZE", "OFFSET");
                        case "SESSION" -> List.of("DATA", "TIMECOL", "GAP", "KEYS");
                        default -> List.of("DATA", "TIMECOL", "SIZE", "OFFSET");
                    };
            least = names.size() - 1;
        }

        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
            List<RelDataType> types = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                types.add(factory.createSqlType(SqlTypeName.ANY));
            }
            return types;
        }

        @Override
        public List<String> paramNames() {
            return names;
        }

        @Override
        public boolean isFixedParameters() {
            return true;
        }

        @Override
        public boolean isOptional(int index) {
            return index >= least;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(least, names.size());
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
            boolean right =
                    call.operand(1).getKind() == SqlKind.DESCRIPTOR
                            && ((SqlCall) call.operand(1)).operandCount() == 1
                            && hasColumns(call, (SqlCall) call.operand(1), Wanted.TIME)
                            && hasIntervals(call);
            if (!right && throwOnFailure) {
                throw call.newValidationSignatureError();
            }
            return right;
        }

        /** What kind of columns a descriptor must name. */
        private enum Wanted {
            TIME,
            ANY
        }

        private static boolean hasColumns(SqlCallBinding call, SqlCall descriptor, Wanted wanted) {
            RelDataType input = call.getOperandType(0);
            for (SqlNode column : descriptor.getOperandList()) {
                if (!(column instanceof SqlIdentifier name)) {
                    return false;
                }
                RelDataTypeField field = input.getField(name.getSimple(), true, false);
                if (field == null) {
                    throw SqlUtil.newContextException(
                            name.getParserPosition(), Static.RESOURCE.unknownIdentifier(name.getSimple()));
                }
                if (wanted == Wanted.TIME && !SqlTypeUtil.isDatetime(field.getType())) {
                    return false;
                }
            }
            return true;
        }

        private static boolean hasIntervals(SqlCallBinding call) {
            for (int i = 2; i < call.getOperandCount(); i++) {
                SqlNode operand = call.operand(i);
                boolean right =
                        switch (operand.getKind()) {
                            case DEFAULT -> true;
                            case DESCRIPTOR -> hasColumns(call, (SqlCall) operand, Wanted.ANY);
                            default -> SqlTypeUtil.isInterval(call.getOperandType(i));
                        };
                if (!right) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            String intervals =
                    switch (name) {
                        case "HOP" -> "slide interval, size interval[, offset interval]";
                        case "CUMULATE" -> "step interval, size interval[, offset interval]";
                        case "SESSION" -> "gap interval";
                        default -> "size interval[, offset interval]";
                    };
            return name + "(TABLE table, DESCRIPTOR(time column), " + intervals + ")";
        }
    }
}
