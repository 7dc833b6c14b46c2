package io.millrace.sql.logical;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Simplifies what is computed above a filter by what the filter lets through: above {@code type = 2} a CASE over the
 * type is one of its branches, and the columns of the others need not be read.
 */
final class KnownConditions {
    private KnownConditions() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(
                plan,
                node ->
                        node instanceof Project project && project.getInput() instanceof Filter filter
                                ? simplify(project, filter)
                                : node);
    }

    private static RelNode simplify(Project project, Filter filter) {
        RexBuilder rex = Expressions.builder(project);
        List<RexNode> known =
                RelOptUtil.conjunctions(filter.getCondition()).stream().filter(RexUtil::isDeterministic).toList();
        RexSimplify simplify = new RexSimplify(rex, RelOptPredicateList.of(rex, known), new ConstantFolding());
        Map<RexNode, RexNode> constants = constants(known);
        List<RexNode> expressions =
                project.getProjects().stream()
                        .map(expression ->
                                RexUtil.isDeterministic(expression)
                                        ? simplify.simplifyPreservingType(withConstants(expression, constants))
                                        : expression)
                        .toList();
        return expressions.equals(project.getProjects())
                ? project
                : LogicalProject.create(
                        filter, List.of(), expressions, project.getRowType().getFieldNames(), java.util.Set.of());
    }

    /** The columns that the filter holds at one value. */
    private static Map<RexNode, RexNode> constants(List<RexNode> known) {
        Map<RexNode, RexNode> constants = new HashMap<>();
        for (RexNode condition : known) {
            if (condition instanceof RexCall call && condition.getKind() == SqlKind.EQUALS) {
                RexNode column = call.getOperands().get(0);
                RexNode value = call.getOperands().get(1);
                // Text of another length or padding may be equal and yet another value.
                if (column instanceof RexInputRef
                        && value instanceof RexLiteral
                        && SqlTypeUtil.isExactNumeric(column.getType())
                        && column.getType().getSqlTypeName() == value.getType().getSqlTypeName()) {
                    constants.put(column, value);
                }
            }
        }
        return constants;
    }

    private static RexNode withConstants(RexNode expression, Map<RexNode, RexNode> constants) {
        // A column on its own stays: it is there to be passed on.
        return expression instanceof RexInputRef
                ? expression
                : expression.accept(
                        new RexShuttle() {
                            @Override
                            public RexNode visitInputRef(RexInputRef ref) {
                                return constants.getOrDefault(ref, ref);
                            }
                        });
    }
}
