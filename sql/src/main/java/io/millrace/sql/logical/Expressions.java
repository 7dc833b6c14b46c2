package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/** Small things that rules do with expressions. */
public final class Expressions {
    private Expressions() {}

    static RexBuilder builder(RelNode node) {
        return node.getCluster().getRexBuilder();
    }

    /** References to all columns of a node. */
    static List<RexNode> columns(RelNode node) {
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
            columns.add(builder(node).makeInputRef(node, i));
        }
        return columns;
    }

    static RelNode project(RelNode input, List<? extends RexNode> expressions, List<String> names) {
        return RexUtil.isIdentity(expressions, input.getRowType()) && names.equals(input.getRowType().getFieldNames())
                ? input
                : LogicalProject.create(input, List.of(), expressions, names, java.util.Set.of());
    }

    /** The expression with each column replaced by another expression. */
    public static RexNode replaceColumns(RexNode expression, List<? extends RexNode> replacements) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return replacements.get(ref.getIndex());
                    }
                });
    }

    /** The column that an expression is, or −1. */
    static int column(RexNode expression) {
        return expression instanceof RexInputRef ref ? ref.getIndex() : -1;
    }
}
