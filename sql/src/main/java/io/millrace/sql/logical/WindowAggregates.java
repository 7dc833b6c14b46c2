package io.millrace.sql.logical;

import io.millrace.data.MillraceException;
import io.millrace.sql.logical.WindowAggregate.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil.InputFinder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes grouping by the bounds of a window: such groups are complete with their window, and are forgotten after
 * it.
 */
final class WindowAggregates {
    private WindowAggregates() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(plan, node -> node instanceof Aggregate aggregate ? change(aggregate) : node);
    }

    private static RelNode change(Aggregate aggregate) {
        Optional<WindowColumns> found = WindowColumns.of(aggregate.getInput());
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || found.isEmpty()
                || !found.get().starts().intersects(aggregate.getGroupSet())
                || !found.get().ends().intersects(aggregate.getGroupSet())) {
            if (found.isPresent()
                    && found.get().shape() instanceof WindowShape.Session
                    && isRaw(aggregate.getInput())) {
                throw MillraceException.user(
                        "unsupported", "a session window is grouped by both window_start and window_end");
            }
            return aggregate;
        }
        WindowColumns columns = found.get();
        ImmutableBitSet bounds = columns.starts().union(columns.ends()).union(columns.times());
        ImmutableBitSet keys = aggregate.getGroupSet().except(bounds);
        Prepared prepared = assigned(aggregate, keys, bounds);
        if (prepared == null) {
            if (columns.shape() instanceof WindowShape.Session && isRaw(aggregate.getInput())) {
                throw MillraceException.user(
                        "unsupported",
                        "a session's own bounds cannot be aggregated in the query that makes the session");
            }
            prepared =
                    new Prepared(
                            aggregate.getInput(),
                            new Windows.Attached(
                                    columns.starts().intersect(aggregate.getGroupSet()).nth(0),
                                    columns.ends().intersect(aggregate.getGroupSet()).nth(0),
                                    columns.shape().zone()),
                            keys,
                            aggregate.getAggCallList());
        }
        WindowAggregate result = new WindowAggregate(prepared.input, prepared.windows, prepared.keys, prepared.calls);
        return inOrder(aggregate, columns, keys, result);
    }

    /** Whether the rows are not yet grouped into windows. */
    private static boolean isRaw(RelNode node) {
        return switch (node) {
            case WindowAssign ignored -> true;
            case Project project -> isRaw(project.getInput());
            case org.apache.calcite.rel.core.Filter filter -> isRaw(filter.getInput());
            default -> false;
        };
    }

    private record Prepared(RelNode input, Windows windows, ImmutableBitSet keys, List<AggregateCall> calls) {}

    /**
     * Where a window is assigned right below, the aggregate does it itself, and no row is copied into several windows.
     */
    private static @Nullable Prepared assigned(Aggregate aggregate, ImmutableBitSet keys, ImmutableBitSet bounds) {
        List<Integer> arguments = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            arguments.addAll(call.getArgList());
            if (call.hasFilter()) {
                arguments.add(call.filterArg);
            }
        }
        if (ImmutableBitSet.of(arguments).intersects(bounds)) {
            return null;
        }
        if (aggregate.getInput() instanceof WindowAssign assign) {
            return new Prepared(
                    assign.getInput(),
                    new Windows.Assigned(assign.shape(), assign.timeColumn()),
                    keys,
                    aggregate.getAggCallList());
        }
        if (!(aggregate.getInput() instanceof Project project)
                || !(project.getInput() instanceof WindowAssign assign)) {
            return null;
        }
        return belowProjection(aggregate, project, assign, keys, ImmutableBitSet.of(arguments));
    }

    private static @Nullable Prepared belowProjection(
            Aggregate aggregate,
            Project project,
            WindowAssign assign,
            ImmutableBitSet keys,
            ImmutableBitSet arguments) {
        int inputColumns = assign.getInput().getRowType().getFieldCount();
        ImmutableBitSet plain = ImmutableBitSet.range(inputColumns);
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int[] moved = new int[project.getProjects().size()];
        java.util.Arrays.fill(moved, -1);
        for (int column : keys.union(arguments)) {
            RexNode expression = project.getProjects().get(column);
            if (!plain.contains(InputFinder.bits(expression))) {
                return null;
            }
            moved[column] = expressions.size();
            expressions.add(expression);
            names.add(project.getRowType().getFieldNames().get(column));
        }
        int time = expressions.size();
        expressions.add(Expressions.builder(assign).makeInputRef(assign.getInput(), assign.timeColumn()));
        names.add(assign.getInput().getRowType().getFieldNames().get(assign.timeColumn()));
        RelNode below = Expressions.project(assign.getInput(), expressions, uniquified(names));
        List<AggregateCall> calls = aggregate.getAggCallList().stream().map(call -> moved(call, moved)).toList();
        ImmutableBitSet movedKeys = ImmutableBitSet.of(keys.asList().stream().map(key -> moved[key]).toList());
        WindowShape shape =
                assign.shape() instanceof WindowShape.Session session
                        ? new WindowShape.Session(session.gapMicros(), movedKeys, session.zone())
                        : assign.shape();
        return new Prepared(below, new Windows.Assigned(shape, time), movedKeys, calls);
    }

    private static List<String> uniquified(List<String> names) {
        List<String> unique = new ArrayList<>();
        for (String name : names) {
            unique.add(unique.contains(name) ? name + unique.size() : name);
        }
        return unique;
    }

    private static AggregateCall moved(AggregateCall call, int[] moved) {
        return call.withArgList(call.getArgList().stream().map(argument -> moved[argument]).toList())
                .withFilter(call.hasFilter() ? moved[call.filterArg] : -1);
    }

    /** The columns as the plain aggregate had them. */
    private static RelNode inOrder(
            Aggregate aggregate, WindowColumns columns, ImmutableBitSet keys, WindowAggregate result) {
        List<RexNode> outputs = new ArrayList<>();
        var rex = Expressions.builder(result);
        int key = 0;
        for (int group : aggregate.getGroupSet()) {
            int column;
            if (keys.get(group)) {
                column = key++;
            } else if (columns.starts().get(group)) {
                column = result.startColumn();
            } else {
                column = result.startColumn() + (columns.ends().get(group) ? 1 : 2);
            }
            outputs.add(rex.makeInputRef(result, column));
        }
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            outputs.add(rex.makeInputRef(result, keys.cardinality() + i));
        }
        return Expressions.project(result, outputs, aggregate.getRowType().getFieldNames());
    }
}
