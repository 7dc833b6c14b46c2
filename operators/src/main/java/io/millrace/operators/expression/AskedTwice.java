package io.millrace.operators.expression;

import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.function.Functions;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a condition evaluates for every row, and some projection needs again for the rows that pass, and what costs more
 * than to be kept as a column in between: a search by a pattern and a user's method.
 */
final class AskedTwice {
    private static final Set<String> DEAR = Set.of("REGEXP_EXTRACT", "REGEXP_REPLACE", "REGEXP", "SIMILAR TO");

    /** What they evaluate of their arguments, but for the first one, depends on the row. */
    private static final Set<String> LAZY = Set.of("AND", "OR", "CASE", "IF", "COALESCE", "IFNULL");

    private AskedTwice() {}

    static Set<Expression> of(Expression condition, List<Expression> projections) {
        Set<Expression> always = new LinkedHashSet<>();
        collectAlways(condition, always);
        if (always.isEmpty()) {
            return Set.of();
        }
        Set<Expression> wanted = new HashSet<>();
        projections.forEach(projection -> collect(projection, wanted));
        always.retainAll(wanted);
        return always;
    }

    private static void collectAlways(Expression expression, Set<Expression> found) {
        if (isDear(expression)) {
            found.add(expression);
            return;
        }
        if (expression instanceof Expression.Call call
                && call.function() instanceof Expression.Function.Named(String name)
                && LAZY.contains(name)) {
            collectAlways(call.arguments().getFirst(), found);
        } else {
            parts(expression).forEach(part -> collectAlways(part, found));
        }
    }

    private static void collect(Expression expression, Set<Expression> found) {
        if (isDear(expression)) {
            found.add(expression);
        }
        parts(expression).forEach(part -> collect(part, found));
    }

    private static boolean isDear(Expression expression) {
        return expression instanceof Expression.Call call
                && (!(call.function() instanceof Expression.Function.Named(String name)) || DEAR.contains(name))
                && !Lowering.isNested(call.type())
                && Functions.stability(call) != Functions.Stability.NEVER;
    }

    private static List<Expression> parts(Expression expression) {
        return switch (expression) {
            case Expression.Input ignored -> List.of();
            case Expression.Literal ignored -> List.of();
            case Expression.Cast cast -> List.of(cast.operand());
            case Expression.FieldAccess access -> List.of(access.operand());
            case Expression.Call call -> call.arguments();
        };
    }
}
