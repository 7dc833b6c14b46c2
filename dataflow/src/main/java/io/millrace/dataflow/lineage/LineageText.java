package io.millrace.dataflow.lineage;

import io.millrace.data.DataType;
import io.millrace.data.Widening;
import io.millrace.dataflow.expression.Expression;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Expressions as texts over the meanings of the columns they read. Spellings that give the same value give the same
 * text: the operands of what is commutative are sorted, comparisons point one way, casts that lose nothing are left
 * out.
 */
public final class LineageText {
    private static final Set<String> COMMUTATIVE = Set.of("AND", "OR", "+", "*", "=", "<>");
    private static final int HASH_DIGITS = 16;

    private LineageText() {}

    public static List<String> of(List<Expression> expressions, List<String> columns) {
        return expressions.stream().map(expression -> of(expression, columns)).toList();
    }

    public static String of(Expression expression, List<String> columns) {
        return switch (expression) {
            case Expression.Input input -> columns.get(input.column());
            case Expression.Literal literal -> literal.toString();
            case Expression.Call call -> call(call, columns);
            case Expression.Cast cast when Widening.isLossless(cast.operand().type(), cast.type()) ->
                    of(cast.operand(), columns);
            case Expression.Cast cast ->
                    (cast.onFailure() == Expression.Cast.OnFailure.FAIL ? "CAST(" : "TRY_CAST(")
                            + of(cast.operand(), columns)
                            + " AS "
                            + cast.type().sql()
                            + ")";
            case Expression.FieldAccess access ->
                    of(access.operand(), columns)
                            + "."
                            + (access.operand().type() instanceof DataType.Row row
                                    ? row.fields().get(access.field()).name()
                                    : access.field());
        };
    }

    /** The parts of a condition all of which must be true. */
    public static List<String> conjuncts(Expression condition, List<String> columns) {
        if (condition instanceof Expression.Call call && call.function().toString().equals("AND")) {
            return call.arguments().stream().flatMap(part -> conjuncts(part, columns).stream()).toList();
        }
        return List.of(of(condition, columns));
    }

    private static String call(Expression.Call call, List<String> columns) {
        String function = call.function().toString();
        List<String> arguments = new ArrayList<>(of(call.arguments(), columns));
        if (function.equals(">") || function.equals(">=")) {
            return "(" + arguments.get(1) + (function.equals(">") ? " < " : " <= ") + arguments.get(0) + ")";
        }
        if (COMMUTATIVE.contains(function)) {
            arguments.sort(null);
        }
        if (arguments.size() == 2 && !Character.isLetter(function.charAt(0))) {
            return "(" + arguments.get(0) + " " + function + " " + arguments.get(1) + ")";
        }
        return arguments.stream().collect(Collectors.joining(", ", function + "(", ")"));
    }

    /** A short name of a text. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
