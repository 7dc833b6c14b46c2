package io.millrace.sql.functions;

import io.millrace.data.DataType;
import io.millrace.data.NumericRank;
import io.millrace.sql.catalog.FunctionDefinition;
import io.millrace.sql.types.TypeConversion;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** A Java method under an SQL name. Among several the first is taken whose parameters admit the operands. */
public final class UserFunction extends SqlFunction {
    private final FunctionDefinition definition;
    private final transient List<Method> methods;

    UserFunction(FunctionDefinition definition, List<Method> methods) {
        super(
                definition.name(),
                SqlKind.OTHER_FUNCTION,
                call -> result(call, methods),
                null,
                new Operands(methods),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.definition = definition;
        this.methods = methods;
    }

    public FunctionDefinition definition() {
        return definition;
    }

    /** The method for operands of these types. */
    public Method method(List<RelDataType> operands) {
        Method found = chosen(methods, operands);
        if (found == null) {
            throw new IllegalArgumentException("no method of " + definition.className() + " admits " + operands);
        }
        return found;
    }

    private static @Nullable Method chosen(List<Method> methods, List<RelDataType> operands) {
        for (Method method : methods) {
            if (admits(method, operands)) {
                return method;
            }
        }
        return null;
    }

    private static boolean admits(Method method, List<RelDataType> operands) {
        Class<?>[] parameters = method.getParameterTypes();
        if (parameters.length != operands.size()) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!admits(parameters[i], operands.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean admits(Class<?> parameter, RelDataType operand) {
        if (parameter == char.class || parameter == Character.class) {
            return SqlTypeUtil.isCharacter(operand);
        }
        DataType wanted = UserFunctions.sqlType(parameter).orElse(null);
        if (wanted == null) {
            return false;
        }
        if (SqlTypeUtil.isNull(operand)) {
            return !parameter.isPrimitive();
        }
        DataType given = TypeConversion.toData(operand);
        return NumericRank.of(wanted) >= 0
                ? NumericRank.of(wanted) >= NumericRank.of(given) && NumericRank.of(given) >= 0
                : family(wanted) == family(given);
    }

    private static Object family(DataType type) {
        return switch (type) {
            case DataType.Char ignored -> DataType.Varchar.class;
            case DataType.Binary ignored -> DataType.Varbinary.class;
            case DataType.Plain plain -> plain;
            default -> type.getClass();
        };
    }

    private static RelDataType result(SqlOperatorBinding call, List<Method> methods) {
        Method method = chosen(methods, call.collectOperandTypes());
        if (method == null) {
            throw new IllegalStateException("the operands were checked before");
        }
        Class<?> type = method.getReturnType();
        DataType data = UserFunctions.sqlType(type).orElseThrow();
        return call.getTypeFactory()
                .createTypeWithNullability(TypeConversion.toRel(call.getTypeFactory(), data), !type.isPrimitive());
    }

    private record Operands(List<Method> methods) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
            boolean right = chosen(methods, call.collectOperandTypes()) != null;
            if (!right && throwOnFailure) {
                throw call.newValidationSignatureError();
            }
            return right;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            int least = methods.stream().mapToInt(Method::getParameterCount).min().orElse(0);
            int most = methods.stream().mapToInt(Method::getParameterCount).max().orElse(0);
            return SqlOperandCountRanges.between(least, most);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return methods.stream()
                    .map(method ->
                            Stream.of(method.getParameterTypes())
                                    .map(Class::getSimpleName)
                                    .collect(Collectors.joining(", ", name + "(", ")")))
                    .collect(Collectors.joining(" or "));
        }
    }
}
