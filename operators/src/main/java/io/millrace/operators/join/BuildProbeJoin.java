package io.millrace.operators.join;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.operators.Flow;
import java.util.List;
import java.util.Optional;

/**
 * A hash join: reads input 0, the build side, to its end, and then streams input 1, the probe side, past it; the probe
 * side keeps its order and is not kept. The probe side is the left one of the type and of the condition: the output is
 * the probe columns and then the build ones; the probe columns alone for SEMI and ANTI.
 *
 * @param build bounded
 * @param placement what an instance is given of the build side
 * @param type INNER, LEFT, SEMI or ANTI
 * @param condition left is the probe side, right the build side
 */
public record BuildProbeJoin(
        Flow build, Placement placement, Flow probe, JoinType type, JoinCondition condition, Schema output)
        implements OperatorSpec {

    /** What an instance is given of the build side. */
    public enum Placement {
        /** The rows whose keys it owns; those of the probe side are dealt out by their keys, too. */
        BY_KEY,
        /** All rows, which nobody takes back; the probe side is read in place. */
        EVERYWHERE
    }

    public BuildProbeJoin {
        if (placement == Placement.EVERYWHERE && !build.isAppend()) {
            throw MillraceException.internal("a build side that is everywhere has rows that stay");
        }
        if (type.keepsRight()) {
            throw MillraceException.internal("a hash join cannot be " + type);
        }
    }

    @Override
    public Operator create() {
        return new BuildProbeOperator(this);
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(output);
    }

    @Override
    public List<ReadOrder> readOrder() {
        return List.of(new ReadOrder(0, 1));
    }

    @Override
    public List<Integer> keys(int input) {
        if (placement == Placement.EVERYWHERE) {
            return List.of();
        }
        return input == 0 ? condition.rightKeys() : condition.leftKeys();
    }

    /** The probe side is the left one of the condition, and the second input. */
    @Override
    public Meaning meaning(List<Relation> inputs) {
        JoinMeaning join = new JoinMeaning(condition, inputs.get(1), inputs.get(0));
        return join.meaning(
                type,
                join.parts(type, form(), List.of()),
                inputs,
                Optional.of(List.of(join.rightTable("build", build, JoinSide.Degrees.NOT_KEPT))));
    }

    private String form() {
        return "that reads one side first" + (placement == Placement.EVERYWHERE ? " at every instance" : "");
    }

    @Override
    public String describe() {
        return "BuildProbeJoin " + type + " " + condition + (placement == Placement.EVERYWHERE ? " everywhere" : "");
    }
}
