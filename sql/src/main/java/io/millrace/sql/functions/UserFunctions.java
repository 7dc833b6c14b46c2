package io.millrace.sql.functions;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.FunctionDefinition;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/** The functions that CREATE FUNCTION named: their classes are loaded when a query first calls them. */
public final class UserFunctions {
    private final Catalog catalog;
    private final ClassLoader loader;
    private final Map<String, SqlOperator> made = new HashMap<>();

    public UserFunctions(Catalog catalog, ClassLoader loader) {
        this.catalog = catalog;
        this.loader = loader;
    }

    public @Nullable SqlOperator find(String name) {
        FunctionDefinition definition = catalog.function(name).orElse(null);
        if (definition == null) {
            return null;
        }
        String key = name.toLowerCase(Locale.ROOT) + " " + definition.className();
        SqlOperator known = made.get(key);
        if (known == null) {
            known = new UserFunction(definition, methods(definition));
            made.put(key, known);
        }
        return known;
    }

    /** The methods that the function may call: {@code eval}, or else static ones named like the function. */
    private List<Method> methods(FunctionDefinition definition) {
        Class<?> type;
        try {
            type = Class.forName(definition.className(), true, loader);
        } catch (ClassNotFoundException e) {
            throw MillraceException.user(
                    "unknown-class",
                    "function "
                            + definition.name()
                            + ": the class "
                            + definition.className()
                            + " is not on the class path; add its jar with --jar");
        }
        List<Method> found = named(type, "eval");
        if (found.isEmpty()) {
            String plain = plain(definition.name());
            for (Method method : type.getMethods()) {
                if (Modifier.isStatic(method.getModifiers()) && plain(method.getName()).equals(plain)) {
                    found.add(method);
                }
            }
        }
        found.removeIf(method -> sqlType(method.getReturnType()).isEmpty());
        if (found.isEmpty()) {
            throw MillraceException.user(
                    "bad-function",
                    "function "
                            + definition.name()
                            + ": "
                            + definition.className()
                            + " has no public method `eval`, and no static method named like the function");
        }
        found.sort(java.util.Comparator.comparing(Method::toGenericString));
        return List.copyOf(found);
    }

    private static List<Method> named(Class<?> type, String name) {
        List<Method> found = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && !method.isBridge()) {
                found.add(method);
            }
        }
        return found;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The SQL type of a Java type in a function's signature. */
    static Optional<DataType> sqlType(Class<?> type) {
        DataType found =
                switch (type.getName()) {
                    case "boolean", "java.lang.Boolean" -> DataType.Plain.BOOLEAN;
                    case "byte", "java.lang.Byte" -> DataType.Plain.TINYINT;
                    case "short", "java.lang.Short" -> DataType.Plain.SMALLINT;
                    case "int", "java.lang.Integer" -> DataType.Plain.INT;
                    case "long", "java.lang.Long" -> DataType.Plain.BIGINT;
                    case "float", "java.lang.Float" -> DataType.Plain.FLOAT;
                    case "double", "java.lang.Double" -> DataType.Plain.DOUBLE;
                    case "java.lang.String", "java.lang.CharSequence" -> DataType.STRING;
                    case "[B" -> DataType.BYTES;
                    case "java.time.LocalDate" -> DataType.Plain.DATE;
                    case "java.time.LocalTime" -> new DataType.Time(9);
                    case "java.time.LocalDateTime" -> new DataType.Timestamp(6);
                    case "java.time.Instant" -> new DataType.TimestampLtz(6);
                    default -> type == BigDecimal.class ? new DataType.Decimal(DataType.Decimal.MAX_DIGITS, 18) : null;
                };
        return Optional.ofNullable(found);
    }
}
