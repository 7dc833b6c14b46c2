package io.millrace.dataflow;

import io.millrace.data.Schema;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.state.TimeToLive;
import java.util.List;

/**
 * What an operator is, as data: a record of schemas, columns and expressions that can be compared, stored and printed.
 * Many operators, one for each parallel instance, are made of one spec where they run.
 */
public interface OperatorSpec {

    /** A new instance, not yet open. */
    Operator create();

    /** How many inputs it has; 0 is a source. */
    int inputCount();

    /** The rows of each output port; a sink has none. */
    List<Schema> outputs();

    /** The inputs that are read to their end before others are selected. */
    default List<ReadOrder> readOrder() {
        return List.of();
    }

    /**
     * The columns by which the rows of this input must be dealt out among the instances, because state is found by
     * them; empty where any instance may have any row.
     */
    default List<Integer> keys(int input) {
        return List.of();
    }

    /**
     * What its state and its outputs mean: by this a changed query finds its state in a checkpoint. A source is given
     * one relation without columns, whose base names it. An operator that does not say is found again only where
     * nothing of it has changed.
     */
    default Meaning meaning(List<Relation> inputs) {
        return Meaning.opaque(this, inputs);
    }

    /** How long it keeps state that is not changed, in a session with these settings. */
    default TimeToLive timeToLive(SessionSettings session) {
        return TimeToLive.FOR_EVER;
    }

    /** One line for EXPLAIN: the operator's name and what of it matters to a reader. */
    String describe();

    /** Input {@code first} is read to its end before {@code then} is selected. */
    record ReadOrder(int first, int then) {}
}
