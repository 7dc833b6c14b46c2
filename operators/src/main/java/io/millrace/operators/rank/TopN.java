package io.millrace.operators.rank;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.operators.Flow;
import java.util.List;

/**
 * The first rows of each partition, kept up to date: ROW_NUMBER() filtered by a constant, and deduplication where that
 * constant is 1.
 *
 * @param partition columns; without any there is one partition
 */
public record TopN(Flow input, List<Integer> partition, Ranking ranking, Schema output) implements OperatorSpec {

    public TopN {
        partition = List.copyOf(partition);
    }

    @Override
    public Operator create() {
        return FirstRowOperator.runs(this) ? new FirstRowOperator(this) : new TopNOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(output);
    }

    @Override
    public List<Integer> keys(int input) {
        return partition;
    }

    @Override
    public String describe() {
        return "TopN by " + partition + " " + ranking;
    }
}
