package io.millrace.operators.join;

import io.millrace.data.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of one side by which partners are found.
 *
 * @param differing those in which a null has no partner
 */
@SuppressWarnings("ArrayRecordComponent") // made once, compared never
record JoinKeys(int[] columns, int[] differing) {

    static JoinKeys left(JoinCondition condition) {
        return of(condition.leftKeys(), condition);
    }

    static JoinKeys right(JoinCondition condition) {
        return of(condition.rightKeys(), condition);
    }

    private static JoinKeys of(List<Integer> keys, JoinCondition condition) {
        List<Integer> differing = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (condition.keys().get(i).nulls() == JoinCondition.Nulls.DIFFER) {
                differing.add(keys.get(i));
            }
        }
        return new JoinKeys(ints(keys), ints(differing));
    }

    static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether a null in a key keeps the row at this position from having any partner. */
    boolean isAlone(Batch batch, int position) {
        for (int column : differing) {
            if (batch.column(column).isNull(position)) {
                return true;
            }
        }
        return false;
    }

    boolean mayBeAlone(Batch batch) {
        for (int column : differing) {
            if (batch.column(column).mayHaveNulls()) {
                return true;
            }
        }
        return false;
    }
}
