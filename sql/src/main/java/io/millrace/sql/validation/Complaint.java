package io.millrace.sql.validation;

import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.functions.BuiltInFunctions;
import io.millrace.sql.functions.UserFunctions;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.SourceText;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Says in the words of a user what the planner found wrong: the name that was meant, the types that do not fit. */
final class Complaint {
    private static final Pattern TABLE = Pattern.compile("(?:Object|Table) '([^']*)' not found.*", Pattern.DOTALL);
    private static final Pattern COLUMN =
            Pattern.compile("Column '([^']*)' not found in (any table|table '([^']*)').*", Pattern.DOTALL);
    private static final Pattern IDENTIFIER = Pattern.compile("Unknown identifier '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern FUNCTION =
            Pattern.compile("No match found for function signature ([^(]*)\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern OPERANDS =
            Pattern.compile(
                    "Cannot apply '([^']*)' to arguments of type '(.*?)'\\. Supported form\\(s\\): (.*)",
                    Pattern.DOTALL);
    private static final Pattern COMPARED =
            Pattern.compile("Values passed to '(.*)' and '(.*)' operator.*", Pattern.DOTALL);
    private static final Pattern GROUPED = Pattern.compile("Expression '([^']*)' is not being grouped", Pattern.DOTALL);
    private static final Pattern COUNT =
            Pattern.compile("Invalid number of arguments to function '([^']*)'.*", Pattern.DOTALL);

    private static final List<String> WINDOWS = List.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

    private final SourceText source;
    private final Catalog catalog;
    private final UserFunctions users;

    Complaint(SourceText source, Catalog catalog, UserFunctions users) {
        this.source = source;
        this.catalog = catalog;
        this.users = users;
    }

    MillraceException explain(CalciteContextException failure) {
        Throwable cause = failure.getCause();
        String message =
                cause == null || cause.getMessage() == null ? String.valueOf(failure.getMessage()) : cause.getMessage();
        SqlParserPos position =
                new SqlParserPos(
                        failure.getPosLine(),
                        failure.getPosColumn(),
                        failure.getEndPosLine(),
                        failure.getEndPosColumn());
        Matcher matcher = TABLE.matcher(message);
        if (matcher.matches()) {
            return unknownTable(position, matcher.group(1));
        }
        matcher = COLUMN.matcher(message);
        if (matcher.matches()) {
            return unknownColumn(position, matcher.group(1), matcher.group(3));
        }
        matcher = IDENTIFIER.matcher(message);
        if (matcher.matches()) {
            return unknownColumn(position, matcher.group(1), null);
        }
        matcher = FUNCTION.matcher(message);
        if (matcher.matches()) {
            return unknownFunction(position, matcher.group(1).trim(), matcher.group(2));
        }
        matcher = OPERANDS.matcher(message);
        if (matcher.matches()) {
            return badOperands(position, matcher.group(1), matcher.group(2), matcher.group(3));
        }
        matcher = GROUPED.matcher(message);
        if (matcher.matches()) {
            return Diagnostic.at(
                    source,
                    position,
                    "not-grouped",
                    "`" + matcher.group(1) + "` is neither in GROUP BY nor inside an aggregate such as MAX or COUNT");
        }
        matcher = COMPARED.matcher(message);
        if (matcher.matches()) {
            return Diagnostic.at(
                    source,
                    position,
                    "type-mismatch",
                    "cannot compare "
                            + matcher.group(1)
                            + " with "
                            + matcher.group(2)
                            + "; CAST one of them to the type of the other");
        }
        matcher = COUNT.matcher(message);
        if (matcher.matches()) {
            return Diagnostic.at(source, position, "wrong-arguments", message);
        }
        return Diagnostic.at(source, position, "invalid-query", message);
    }

    private MillraceException unknownTable(SqlParserPos position, String name) {
        Collection<String> names = new TreeSet<>();
        catalog.objects().forEach(object -> names.add(object.name()));
        String defined = names.isEmpty() ? "; no table is defined yet" : Nearest.hint(name, names);
        return Diagnostic.at(source, position, "unknown-table", "unknown table `" + name + "`" + defined);
    }

    private MillraceException unknownColumn(
            SqlParserPos position, String name, @org.jspecify.annotations.Nullable String table) {
        Collection<String> names = new TreeSet<>();
        catalog.objects()
                .forEach(object -> {
                    if (source.text().contains(object.name())) {
                        object.schema().fields().stream().map(Field::name).forEach(names::add);
                    }
                });
        catalog.objects()
                .forEach(object -> {
                    if (object.name().equals(name)) {
                        names.add(name);
                    }
                });
        if (source.text().contains("TABLE(")) {
            names.add("window_start");
            names.add("window_end");
            names.add("window_time");
        }
        boolean isTable = catalog.object(name).isPresent() && names.contains(name);
        if (isTable && source.text().matches("(?is).*\\b(TUMBLE|HOP|CUMULATE|SESSION)\\s*\\(.*")) {
            return Diagnostic.at(
                    source, position, "unknown-column", "`" + name + "` is a table: write TABLE `" + name + "` here");
        }
        String where = table == null ? "" : " in `" + table + "`";
        return Diagnostic.at(
                source,
                position,
                "unknown-column",
                "unknown column `" + name + "`" + where + Nearest.hint(name, names));
    }

    private MillraceException unknownFunction(SqlParserPos position, String name, String operands) {
        String plain = name.replace("`", "");
        if (users.find(plain) != null || isKnown(plain)) {
            return Diagnostic.at(
                    source,
                    position,
                    "wrong-arguments",
                    "function " + plain + " does not take (" + types(operands) + ")");
        }
        Collection<String> names = new TreeSet<>(BuiltInFunctions.NAMES);
        SqlStdOperatorTable.instance().getOperatorList().stream()
                .filter(operator -> operator instanceof org.apache.calcite.sql.SqlFunction)
                .map(operator -> operator.getName())
                .filter(known -> !known.startsWith("$"))
                .forEach(names::add);
        catalog.functions().forEach(function -> names.add(function.name()));
        return Diagnostic.at(
                source, position, "unknown-function", "unknown function `" + plain + "`" + Nearest.hint(plain, names));
    }

    private static boolean isKnown(String name) {
        String upper = name.toUpperCase(java.util.Locale.ROOT);
        return BuiltInFunctions.NAMES.contains(upper);
    }

    private MillraceException badOperands(SqlParserPos position, String operator, String call, String forms) {
        if (WINDOWS.contains(operator)) {
            return Diagnostic.at(source, position, "type-mismatch", operator + " takes " + types(forms).trim());
        }
        String found = types(call);
        String expected = forms.lines().findFirst().orElse("").trim();
        String what =
                operator.chars().allMatch(c -> !Character.isLetter(c))
                        ? "`" + operator + "` cannot combine " + found.replace(" " + operator + " ", " and ")
                        : operator + " cannot take " + found;
        return Diagnostic.at(source, position, "type-mismatch", what + "; it takes " + expected.replace("'", ""));
    }

    /** The planner writes {@code <BIGINT> + <VARCHAR(2147483647)>}; users write STRING. */
    private static String types(String text) {
        return text.replace("VARCHAR(2147483647)", "STRING")
                .replace("INTEGER", "INT")
                .replace("TIMESTAMP_WITH_LOCAL_TIME_ZONE", "TIMESTAMP_LTZ")
                .replace("<", "")
                .replace(">", "");
    }
}
