package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;

/** Applies a change to every node of a plan, inputs first. A node that is shared stays shared. */
@SuppressWarnings("ReferenceEquality") // Whether a node was replaced at all.
final class Rewriting {
    private final UnaryOperator<RelNode> change;
    private final IdentityHashMap<RelNode, RelNode> done = new IdentityHashMap<>();

    private Rewriting(UnaryOperator<RelNode> change) {
        this.change = change;
    }

    static RelNode bottomUp(RelNode plan, UnaryOperator<RelNode> change) {
        return new Rewriting(change).rewrite(plan);
    }

    private RelNode rewrite(RelNode node) {
        RelNode known = done.get(node);
        if (known == null) {
            known = change.apply(withInputs(node));
            done.put(node, known);
        }
        return known;
    }

    private RelNode withInputs(RelNode node) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : node.getInputs()) {
            RelNode rewritten = rewrite(input);
            changed |= rewritten != input;
            inputs.add(rewritten);
        }
        return changed ? node.copy(node.getTraitSet(), inputs) : node;
    }
}
