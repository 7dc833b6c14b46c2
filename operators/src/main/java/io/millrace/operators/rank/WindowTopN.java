package io.millrace.operators.rank;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.operators.Flow;
import io.millrace.operators.window.Windowing;
import java.util.List;

/**
 * The first rows of each window and partition, emitted once, when the watermark has passed the window's end. The
 * partition's columns, by which rows are dealt out, may be those of the window too.
 */
public record WindowTopN(Flow input, Windowing.Attached window, List<Integer> partition, Ranking ranking, Schema output)
        implements OperatorSpec {

    public WindowTopN {
        partition = List.copyOf(partition);
    }

    @Override
    public Operator create() {
        return new WindowTopNOperator(this);
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
        return "WindowTopN " + window + " by " + partition + " " + ranking;
    }
}
