package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Turns IN, NOT IN, EXISTS and NOT EXISTS in a WHERE clause into semi and anti joins.
 *
 * <p>A correlated sub-query becomes one where the outer row's columns stand only in conditions directly under its
 * SELECT list; others are left to the planner's general removal.
 */
final class SubQueries {
    private SubQueries() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(
                plan, node -> node instanceof Filter filter && hasSubQuery(filter) ? change(filter) : node);
    }

    private static boolean hasSubQuery(Filter filter) {
        return RexUtil.SubQueryFinder.find(filter.getCondition()) != null;
    }

    private static RelNode change(Filter filter) {
        RelNode node = filter.getInput();
        int columns = node.getRowType().getFieldCount();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            RelNode joined = join(node, condition, filter.getVariablesSet());
            if (joined == null) {
                rest.add(condition);
            } else {
                node = joined;
            }
        }
        if (rest.isEmpty()) {
            return node;
        }
        if (node.getRowType().getFieldCount() != columns) {
            throw new IllegalStateException("a semi join adds no column");
        }
        RexNode condition = RexUtil.composeConjunction(Expressions.builder(filter), rest);
        Set<CorrelationId> variables = hasCorrelated(rest) ? filter.getVariablesSet() : Set.of();
        return LogicalFilter.create(node, condition, com.google.common.collect.ImmutableSet.copyOf(variables));
    }

    private static boolean hasCorrelated(List<RexNode> conditions) {
        return conditions.stream().anyMatch(condition -> RexUtil.SubQueryFinder.find(condition) != null);
    }

    private static @Nullable RelNode join(RelNode left, RexNode condition, Set<CorrelationId> variables) {
        boolean negated = condition.getKind() == SqlKind.NOT;
        RexNode inner = negated ? ((org.apache.calcite.rex.RexCall) condition).getOperands().getFirst() : condition;
        if (!(inner instanceof RexSubQuery query)
                || (query.getKind() != SqlKind.IN && query.getKind() != SqlKind.EXISTS)
                || query.getOperands().stream().anyMatch(operand -> RexUtil.SubQueryFinder.find(operand) != null)) {
            return null;
        }
        Inner split =
                split(query.rel, left, variables, query.getKind() == SqlKind.IN ? KeepColumns.YES : KeepColumns.NO);
        if (split == null) {
            return null;
        }
        RexBuilder rex = Expressions.builder(left);
        int leftColumns = left.getRowType().getFieldCount();
        List<RexNode> conditions = new ArrayList<>(split.conditions());
        if (query.getKind() == SqlKind.IN) {
            for (int i = 0; i < query.getOperands().size(); i++) {
                RexNode operand = query.getOperands().get(i);
                RexNode column = RexInputRef.of(i, split.node().getRowType());
                RexNode shifted = RexUtil.shift(column, leftColumns);
                RexNode equal = rex.makeCall(SqlStdOperatorTable.EQUALS, operand, shifted);
                conditions.add(negated ? orUnknown(rex, operand, shifted, equal) : equal);
            }
        }
        return LogicalJoin.create(
                left,
                split.node(),
                List.of(),
                RexUtil.composeConjunction(rex, conditions),
                Set.of(),
                negated ? JoinRelType.ANTI : JoinRelType.SEMI);
    }

    /** NOT IN keeps a row only if the comparison is false for all: where it may be unknown, that counts as a match. */
    private static RexNode orUnknown(RexBuilder rex, RexNode left, RexNode right, RexNode equal) {
        List<RexNode> matches = new ArrayList<>(List.of(equal));
        if (left.getType().isNullable()) {
            matches.add(rex.makeCall(SqlStdOperatorTable.IS_NULL, left));
        }
        if (right.getType().isNullable()) {
            matches.add(rex.makeCall(SqlStdOperatorTable.IS_NULL, right));
        }
        return RexUtil.composeDisjunction(rex, matches);
    }

    /** Whether the columns of the sub-query's SELECT list are compared with. */
    private enum KeepColumns {
        YES,
        NO
    }

    /** The sub-query without its correlated conditions, and those, over the columns of both sides. */
    private record Inner(RelNode node, List<RexNode> conditions) {}

    private static @Nullable Inner split(RelNode query, RelNode left, Set<CorrelationId> variables, KeepColumns keep) {
        if (!isCorrelated(query, variables)) {
            return new Inner(query, List.of());
        }
        List<RexNode> outputs = null;
        RelNode node = query;
        if (node instanceof Project project) {
            outputs = project.getProjects();
            node = project.getInput();
        }
        if (!(node instanceof Filter filter) || isCorrelated(filter.getInput(), variables)) {
            return null;
        }
        List<RexNode> correlated = new ArrayList<>();
        List<RexNode> plain = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            (mentions(condition, variables) ? correlated : plain).add(condition);
        }
        RexBuilder rex = Expressions.builder(left);
        RelNode below =
                plain.isEmpty()
                        ? filter.getInput()
                        : LogicalFilter.create(filter.getInput(), RexUtil.composeConjunction(rex, plain));
        // The SELECT list comes first, then all columns, which the conditions refer to.
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<RexNode> selected = outputs == null ? Expressions.columns(below) : outputs;
        if (keep == KeepColumns.YES) {
            if (selected.stream().anyMatch(output -> mentions(output, variables))) {
                return null;
            }
            columns.addAll(selected);
        }
        int offset = left.getRowType().getFieldCount() + columns.size();
        columns.addAll(Expressions.columns(below));
        for (int i = 0; i < columns.size(); i++) {
            names.add("c" + i);
        }
        List<RexNode> conditions =
                correlated.stream().map(condition -> overBoth(condition, offset, variables)).toList();
        return new Inner(Expressions.project(below, columns, names), conditions);
    }

    private static RexNode overBoth(RexNode condition, int offset, Set<CorrelationId> variables) {
        return condition.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return new RexInputRef(ref.getIndex() + offset, ref.getType());
                    }

                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        return access.getReferenceExpr() instanceof RexCorrelVariable variable
                                        && variables.contains(variable.id)
                                ? new RexInputRef(access.getField().getIndex(), access.getType())
                                : super.visitFieldAccess(access);
                    }
                });
    }

    private static boolean isCorrelated(RelNode node, Set<CorrelationId> variables) {
        return RelOptUtil.getVariablesUsed(node).stream().anyMatch(variables::contains);
    }

    private static boolean mentions(RexNode expression, Set<CorrelationId> variables) {
        boolean[] found = {false};
        expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitCorrelVariable(RexCorrelVariable variable) {
                        found[0] |= variables.contains(variable.id);
                        return variable;
                    }

                    @Override
                    public RexNode visitSubQuery(RexSubQuery query) {
                        found[0] = true;
                        return query;
                    }
                });
        return found[0];
    }
}
