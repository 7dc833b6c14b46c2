package io.millrace.sql.functions;

import static org.apache.calcite.sql.type.SqlTypeFamily.ANY;
import static org.apache.calcite.sql.type.SqlTypeFamily.ARRAY;
import static org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER;
import static org.apache.calcite.sql.type.SqlTypeFamily.INTEGER;
import static org.apache.calcite.sql.type.SqlTypeFamily.NUMERIC;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCastFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the dialect that the planner's own table lacks, or defines otherwise.
 *
 * <p>A function is made when a script first names it: a script pays for what it uses. Not for use by several threads.
 */
public final class BuiltInFunctions {
    /** All names, for hints to users; a test checks that each is known. */
    public static final List<String> NAMES =
            List.of(
                    "ARRAY_CONTAINS",
                    "ASCII",
                    "BIN",
                    "BOOL_AND",
                    "BOOL_OR",
                    "BTRIM",
                    "CHR",
                    "CONCAT",
                    "CONCAT_WS",
                    "COSH",
                    "CURRENT_ROW_TIMESTAMP",
                    "DATE_FORMAT",
                    "DECODE",
                    "E",
                    "ELT",
                    "ENCODE",
                    "ENDSWITH",
                    "FIRST_VALUE",
                    "FROM_BASE64",
                    "FROM_UNIXTIME",
                    "GREATEST",
                    "HEX",
                    "IF",
                    "IFNULL",
                    "INSTR",
                    "IS_ALPHA",
                    "IS_DECIMAL",
                    "IS_DIGIT",
                    "LAST_DAY",
                    "LAST_VALUE",
                    "LEAST",
                    "LEFT",
                    "LENGTH",
                    "LISTAGG",
                    "LOCATE",
                    "LOG",
                    "LOG2",
                    "LPAD",
                    "LTRIM",
                    "MD5",
                    "NOW",
                    "PARSE_URL",
                    "PROCTIME",
                    "RAND",
                    "RAND_INTEGER",
                    "REGEXP",
                    "REGEXP_EXTRACT",
                    "REGEXP_REPLACE",
                    "REPEAT",
                    "REPLACE",
                    "REVERSE",
                    "RIGHT",
                    "ROUND",
                    "RPAD",
                    "RTRIM",
                    "SHA1",
                    "SHA224",
                    "SHA256",
                    "SHA384",
                    "SHA512",
                    "SINH",
                    "SPLIT",
                    "SPLIT_INDEX",
                    "STARTSWITH",
                    "STR_TO_MAP",
                    "SUBSTR",
                    "TANH",
                    "TO_BASE64",
                    "TO_DATE",
                    "TO_TIMESTAMP",
                    "TO_TIMESTAMP_LTZ",
                    "TRY_CAST",
                    "UNHEX",
                    "UNIX_TIMESTAMP",
                    "URL_DECODE",
                    "URL_ENCODE",
                    "UUID");

    private static final SqlReturnTypeInference STRING = explicit(SqlTypeName.VARCHAR, Integer.MAX_VALUE);
    private static final SqlReturnTypeInference STRING_OR_NULL = STRING.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference STRING_NULLABLE = STRING.andThen(SqlTypeTransforms.TO_NULLABLE);
    private static final SqlReturnTypeInference TIMESTAMP = explicit(SqlTypeName.TIMESTAMP, 3);
    private static final SqlReturnTypeInference TIMESTAMP_LTZ = explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3);

    private final Map<String, SqlOperator> made = new HashMap<>();

    /** The function of this name, case aside. */
    public @Nullable SqlOperator find(String name) {
        String key = name.toUpperCase(Locale.ROOT);
        SqlOperator known = made.get(key);
        if (known == null) {
            known = make(key);
            if (known != null) {
                made.put(key, known);
            }
        }
        return known;
    }

    private static @Nullable SqlOperator make(String name) {
        return switch (name) {
            case "TUMBLE", "HOP", "CUMULATE", "SESSION" -> new WindowTableFunction(name);
            case "TRY_CAST" -> new SqlCastFunction(name, SqlKind.SAFE_CAST);
            case "IF" -> function(name, SignatureTypes.CONDITIONAL, families(SqlTypeFamily.BOOLEAN, ANY, ANY));
            case "IFNULL" -> function(name, ReturnTypes.LEAST_RESTRICTIVE, OperandTypes.SAME_SAME);
            case "GREATEST", "LEAST" ->
                    function(
                            name,
                            ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.TO_NULLABLE),
                            OperandTypes.SAME_VARIADIC);
            case "LISTAGG" -> SqlStdOperatorTable.LISTAGG;
            case "FIRST_VALUE" -> new AggregateOperator(name, SqlKind.FIRST_VALUE, ReturnTypes.ARG0_NULLABLE_IF_EMPTY);
            case "LAST_VALUE" -> new AggregateOperator(name, SqlKind.LAST_VALUE, ReturnTypes.ARG0_NULLABLE_IF_EMPTY);
            case "ARRAY_AGG" -> new AggregateOperator(name, SqlKind.ARRAY_AGG, SignatureTypes.ARRAY_OF_FIRST);
            case "BOOL_AND", "BOOL_OR" ->
                    new AggregateOperator(
                            name, SqlKind.OTHER_FUNCTION, ReturnTypes.ARG0_NULLABLE_IF_EMPTY, SqlTypeFamily.BOOLEAN);
            case "PROCTIME" -> new NiladicFunction(name, TIMESTAMP_LTZ, NiladicFunction.Stability.EVERY_ROW);
            case "CURRENT_ROW_TIMESTAMP" ->
                    new NiladicFunction(name, TIMESTAMP_LTZ, NiladicFunction.Stability.EVERY_ROW);
            case "NOW" -> new NiladicFunction(name, TIMESTAMP_LTZ, NiladicFunction.Stability.PER_QUERY);
            case "UUID" -> new NiladicFunction(name, STRING, NiladicFunction.Stability.EVERY_ROW);
            case "E" -> new NiladicFunction(name, ReturnTypes.DOUBLE, NiladicFunction.Stability.CONSTANT);
            default -> {
                SqlFunction text = text(name);
                yield text != null ? text : other(name);
            }
        };
    }

    private static @Nullable SqlFunction text(String name) {
        return switch (name) {
            case "MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "TO_BASE64", "REVERSE", "URL_ENCODE" ->
                    function(name, STRING_NULLABLE, families(CHARACTER));
            case "FROM_BASE64", "TRY_CAST", "UNHEX", "URL_DECODE" ->
                    function(name, STRING_OR_NULL, families(CHARACTER));
            case "HEX" -> function(name, STRING_NULLABLE, families(ANY));
            case "BIN" -> function(name, STRING_NULLABLE, families(NUMERIC));
            case "CHR" -> function(name, STRING_NULLABLE, families(INTEGER));
            case "ASCII", "LENGTH" -> function(name, ReturnTypes.INTEGER_NULLABLE, families(CHARACTER));
            case "CONCAT" ->
                    function(
                            name,
                            STRING_NULLABLE,
                            OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.CHARACTER));
            case "CONCAT_WS" ->
                    function(
                            name,
                            STRING_NULLABLE,
                            OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.CHARACTER));
            case "ELT" -> function(name, STRING_OR_NULL, OperandTypes.VARIADIC);
            case "LEFT", "RIGHT", "REPEAT" -> function(name, STRING_NULLABLE, families(CHARACTER, INTEGER));
            case "LPAD", "RPAD" -> function(name, STRING_OR_NULL, families(CHARACTER, INTEGER, CHARACTER));
            case "LTRIM", "RTRIM", "BTRIM" ->
                    function(name, STRING_NULLABLE, either(families(CHARACTER), families(CHARACTER, CHARACTER)));
            case "REPLACE" -> function(name, STRING_NULLABLE, families(CHARACTER, CHARACTER, CHARACTER));
            case "SUBSTR" ->
                    function(
                            name,
                            STRING_NULLABLE,
                            either(families(CHARACTER, INTEGER), families(CHARACTER, INTEGER, INTEGER)));
            case "INSTR" -> function(name, ReturnTypes.INTEGER_NULLABLE, families(CHARACTER, CHARACTER));
            case "LOCATE" ->
                    function(
                            name,
                            ReturnTypes.INTEGER_NULLABLE,
                            either(families(CHARACTER, CHARACTER), families(CHARACTER, CHARACTER, INTEGER)));
            case "STARTSWITH", "ENDSWITH", "REGEXP" ->
                    function(name, ReturnTypes.BOOLEAN_NULLABLE, families(CHARACTER, CHARACTER));
            case "IS_ALPHA", "IS_DECIMAL", "IS_DIGIT" -> function(name, ReturnTypes.BOOLEAN, families(CHARACTER));
            case "REGEXP_EXTRACT" ->
                    function(
                            name,
                            STRING_OR_NULL,
                            either(families(CHARACTER, CHARACTER), families(CHARACTER, CHARACTER, INTEGER)));
            case "REGEXP_REPLACE" -> function(name, STRING_OR_NULL, families(CHARACTER, CHARACTER, CHARACTER));
            case "SPLIT_INDEX" ->
                    function(
                            name,
                            STRING_OR_NULL,
                            either(families(CHARACTER, CHARACTER, INTEGER), families(CHARACTER, INTEGER, INTEGER)));
            case "SPLIT" ->
                    function(
                            name,
                            STRING.andThen(SqlTypeTransforms.TO_ARRAY).andThen(SqlTypeTransforms.TO_NULLABLE),
                            families(CHARACTER, CHARACTER));
            case "STR_TO_MAP" ->
                    function(
                            name,
                            SignatureTypes.STRING_MAP,
                            either(families(CHARACTER), families(CHARACTER, CHARACTER, CHARACTER)));
            case "PARSE_URL" ->
                    function(
                            name,
                            STRING_OR_NULL,
                            either(families(CHARACTER, CHARACTER), families(CHARACTER, CHARACTER, CHARACTER)));
            default -> null;
        };
    }

    private static @Nullable SqlFunction other(String name) {
        return switch (name) {
            case "DATE_FORMAT" ->
                    function(
                            name,
                            STRING_NULLABLE,
                            either(families(SqlTypeFamily.DATETIME, CHARACTER), families(CHARACTER, CHARACTER)));
            case "TO_TIMESTAMP" ->
                    function(
                            name,
                            TIMESTAMP.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                            either(families(CHARACTER), families(CHARACTER, CHARACTER)));
            case "TO_TIMESTAMP_LTZ" ->
                    function(
                            name,
                            TIMESTAMP_LTZ.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                            either(families(NUMERIC), families(NUMERIC, INTEGER)));
            case "TO_DATE" ->
                    function(
                            name,
                            ReturnTypes.DATE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                            either(families(CHARACTER), families(CHARACTER, CHARACTER)));
            case "LAST_DAY" -> function(name, ReturnTypes.DATE_NULLABLE, families(SqlTypeFamily.DATETIME));
            case "FROM_UNIXTIME" ->
                    function(name, STRING_NULLABLE, either(families(NUMERIC), families(NUMERIC, CHARACTER)));
            case "UNIX_TIMESTAMP" ->
                    function(
                            name,
                            ReturnTypes.BIGINT_NULLABLE,
                            either(OperandTypes.NILADIC, either(families(CHARACTER), families(CHARACTER, CHARACTER))));
            case "ENCODE" -> function(name, SignatureTypes.BYTES, families(CHARACTER, CHARACTER));
            case "DECODE" -> function(name, STRING_OR_NULL, families(SqlTypeFamily.BINARY, CHARACTER));
            case "LOG2", "COSH", "SINH", "TANH" -> function(name, ReturnTypes.DOUBLE_NULLABLE, families(NUMERIC));
            case "LOG" ->
                    function(name, ReturnTypes.DOUBLE_NULLABLE, either(families(NUMERIC), families(NUMERIC, NUMERIC)));
            case "ROUND" ->
                    function(name, SignatureTypes.ROUNDED, either(families(NUMERIC), families(NUMERIC, INTEGER)));
            case "RAND" -> random(name, ReturnTypes.DOUBLE, either(OperandTypes.NILADIC, families(INTEGER)));
            case "RAND_INTEGER" ->
                    random(name, ReturnTypes.INTEGER, either(families(INTEGER), families(INTEGER, INTEGER)));
            case "ARRAY_CONTAINS" -> function(name, ReturnTypes.BOOLEAN_NULLABLE, families(ARRAY, ANY));
            default -> null;
        };
    }

    private static SqlFunction function(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return new SqlFunction(
                name,
                SqlKind.OTHER_FUNCTION,
                type,
                InferTypes.FIRST_KNOWN,
                operands,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private static SqlFunction random(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return new NiladicFunction(name, type, operands, NiladicFunction.Stability.EVERY_ROW);
    }

    private static SqlReturnTypeInference explicit(SqlTypeName type, int precision) {
        return ReturnTypes.explicit(type, precision);
    }

    private static SqlOperandTypeChecker families(SqlTypeFamily... families) {
        return OperandTypes.family(families);
    }

    private static SqlOperandTypeChecker either(SqlOperandTypeChecker one, SqlOperandTypeChecker other) {
        return OperandTypes.or(
                (org.apache.calcite.sql.type.SqlSingleOperandTypeChecker) one,
                (org.apache.calcite.sql.type.SqlSingleOperandTypeChecker) other);
    }
}
