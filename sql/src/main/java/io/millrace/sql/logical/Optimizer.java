package io.millrace.sql.logical;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.rules.AggregateProjectMergeRule;
import org.apache.calcite.rel.rules.AggregateReduceFunctionsRule;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.rules.IntersectToDistinctRule;
import org.apache.calcite.rel.rules.JoinPushExpressionsRule;
import org.apache.calcite.rel.rules.MinusToDistinctRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rel.rules.UnionMergeRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.RelDecorrelator;

/** From the plan of a query as written to the one that is run: a fixed sequence of passes, each with one purpose. */
public final class Optimizer {
    private static final RelOptRule[] MERGE = {
        FilterMergeRule.Config.DEFAULT.toRule(),
        ProjectMergeRule.Config.DEFAULT.toRule(),
        ProjectRemoveRule.Config.DEFAULT.toRule(),
        AggregateProjectMergeRule.Config.DEFAULT.toRule(),
        UnionMergeRule.Config.DEFAULT.toRule()
    };

    /** INTERSECT and EXCEPT as aggregations of a union, covariances as sums. */
    private static final RelOptRule[] COMPOSED = {
        IntersectToDistinctRule.Config.DEFAULT.toRule(),
        MinusToDistinctRule.Config.DEFAULT.toRule(),
        AggregateReduceFunctionsRule.Config.DEFAULT
                .withOperandFor(LogicalAggregate.class)
                .withFunctionsToReduce(EnumSet.of(SqlKind.COVAR_POP, SqlKind.COVAR_SAMP))
                .toRule()
    };

    private static final RelOptRule[] PUSH = {
        FilterMergeRule.Config.DEFAULT.toRule(),
        FilterProjectTransposeRule.Config.DEFAULT.toRule(),
        FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT.toRule(),
        FilterJoinRule.JoinConditionPushRule.JoinConditionPushRuleConfig.DEFAULT.toRule(),
        FilterAggregateTransposeRule.Config.DEFAULT.toRule(),
        FilterSetOpTransposeRule.Config.DEFAULT.toRule(),
        FilterTranspose.windowAssign(),
        FilterTranspose.overAggregate(),
        FilterTranspose.topN(),
        ProjectMergeRule.Config.DEFAULT.toRule(),
        ProjectRemoveRule.Config.DEFAULT.toRule(),
        JoinPushExpressionsRule.Config.DEFAULT.toRule()
    };

    private Optimizer() {}

    /**
     * @param zone the session's time zone
     */
    public static RelNode optimize(RelNode plan, ZoneId zone) {
        RelNode node = GroupingSets.apply(run(withoutSubQueries(recognized(plan, zone)), COMPOSED));
        node = run(node, PUSH);
        node = TopNs.apply(node);
        node = WatermarkPruning.apply(node);
        node = run(node, PUSH);
        node = KnownConditions.apply(node);
        node = ColumnTrimmer.apply(node);
        node = PathPruning.applyToRoot(node);
        node = run(node, MERGE);
        node = WindowAggregates.apply(node);
        return named(run(node, MERGE), plan.getRowType().getFieldNames());
    }

    /** Passes may lose what the columns of a query are called. */
    private static RelNode named(RelNode plan, List<String> names) {
        if (plan instanceof SinkWrite || plan.getRowType().getFieldNames().equals(names)) {
            return plan;
        }
        return plan instanceof Project project
                ? Expressions.project(project.getInput(), project.getProjects(), names)
                : Expressions.project(plan, Expressions.columns(plan), names);
    }

    /** Windows, temporal joins and OVER as nodes of their own, in the queries within expressions too. */
    private static RelNode recognized(RelNode plan, ZoneId zone) {
        RelNode node =
                Rewriting.bottomUp(
                        plan,
                        inner ->
                                inner.accept(
                                        new RexShuttle() {
                                            @Override
                                            public RexNode visitSubQuery(RexSubQuery query) {
                                                RexNode visited = super.visitSubQuery(query);
                                                return visited instanceof RexSubQuery again
                                                        ? again.clone(recognized(again.rel, zone))
                                                        : visited;
                                            }
                                        }));
        node = Unnests.apply(node);
        node = WindowTables.apply(node, zone);
        node = TemporalJoins.apply(node);
        return OverWindows.apply(node);
    }

    private static RelNode withoutSubQueries(RelNode plan) {
        RelNode node = SubQueries.apply(plan);
        if (!hasSubQuery(node) && !isCorrelated(node)) {
            return node;
        }
        RelNode removed =
                run(
                        node,
                        SubQueryRemoveRule.Config.FILTER.toRule(),
                        SubQueryRemoveRule.Config.PROJECT.toRule(),
                        SubQueryRemoveRule.Config.JOIN.toRule());
        return LiteralAggregates.apply(
                RelDecorrelator.decorrelateQuery(
                        Unnests.apply(removed), RelFactories.LOGICAL_BUILDER.create(plan.getCluster(), null)));
    }

    private static boolean isCorrelated(RelNode plan) {
        return plan instanceof Correlate || plan.getInputs().stream().anyMatch(Optimizer::isCorrelated);
    }

    private static boolean hasSubQuery(RelNode plan) {
        if (plan instanceof org.apache.calcite.rel.core.Filter filter
                && RexUtil.SubQueryFinder.find(filter.getCondition()) != null) {
            return true;
        }
        if (plan instanceof Project project
                && project.getProjects().stream()
                        .anyMatch(expression -> RexUtil.SubQueryFinder.find(expression) != null)) {
            return true;
        }
        if (plan instanceof org.apache.calcite.rel.core.Join join
                && RexUtil.SubQueryFinder.find(join.getCondition()) != null) {
            return true;
        }
        return plan.getInputs().stream().anyMatch(Optimizer::hasSubQuery);
    }

    private static RelNode run(RelNode plan, RelOptRule... rules) {
        HepProgramBuilder program = HepProgram.builder().addMatchOrder(HepMatchOrder.TOP_DOWN);
        program.addRuleCollection(List.of(rules));
        HepPlanner planner = new HepPlanner(program.build());
        planner.setExecutor(plan.getCluster().getPlanner().getExecutor());
        planner.setRoot(plan);
        return planner.findBestExp();
    }
}
