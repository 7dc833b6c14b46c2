package io.millrace.operators.join;

import io.millrace.dataflow.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * When two rows are partners.
 *
 * @param keys pairs of columns that must be equal; none for a cross join
 * @param residual what must be true besides, over the left columns followed by the right ones
 */
public record JoinCondition(List<JoinKey> keys, Optional<Expression> residual) {

    public JoinCondition {
        keys = List.copyOf(keys);
    }

    /** A column of each side, of one type. */
    public record JoinKey(int left, int right, Nulls nulls) {}

    /** Whether null equals null. */
    public enum Nulls {
        /** SQL's {@code =}. */
        DIFFER,
        /** SQL's {@code IS NOT DISTINCT FROM}. */
        EQUAL
    }

    public List<Integer> leftKeys() {
        return keys.stream().map(JoinKey::left).toList();
    }

    public List<Integer> rightKeys() {
        return keys.stream().map(JoinKey::right).toList();
    }

    @Override
    public String toString() {
        return "on " + leftKeys() + " = " + rightKeys() + residual.map(r -> " and " + r).orElse("");
    }
}
