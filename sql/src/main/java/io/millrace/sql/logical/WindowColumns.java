package io.millrace.sql.logical;

import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The columns of a node that hold the bounds of a window, where its rows are grouped into windows.
 *
 * @param shape the windows
 * @param starts columns equal to window_start
 * @param ends columns equal to window_end
 * @param times columns equal to window_time
 */
public record WindowColumns(WindowShape shape, ImmutableBitSet starts, ImmutableBitSet ends, ImmutableBitSet times) {

    public static Optional<WindowColumns> of(RelNode node) {
        return switch (node) {
            case WindowAssign assign -> {
                int start = assign.getInput().getRowType().getFieldCount();
                yield Optional.of(bounds(assign.shape(), start));
            }
            case WindowAggregate aggregate ->
                    switch (aggregate.windows()) {
                        case WindowAggregate.Windows.Assigned assigned ->
                                Optional.of(bounds(assigned.shape(), aggregate.startColumn()));
                        case WindowAggregate.Windows.Attached ignored ->
                                of(aggregate.getInput()).map(below -> bounds(below.shape(), aggregate.startColumn()));
                    };
            case Filter filter -> of(filter.getInput());
            case OverAggregate over -> of(over.getInput());
            case TopN top ->
                    of(top.getInput())
                            .filter(below ->
                                    below.starts().intersects(top.choice().partition())
                                            && below.ends().intersects(top.choice().partition()));
            case Project project -> of(project.getInput()).flatMap(below -> below.through(project));
            case Join join -> JoinForm.of(join) instanceof JoinForm.Window ? ofJoin(join) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static WindowColumns bounds(WindowShape shape, int start) {
        return new WindowColumns(
                shape, ImmutableBitSet.of(start), ImmutableBitSet.of(start + 1), ImmutableBitSet.of(start + 2));
    }

    private static Optional<WindowColumns> ofJoin(Join join) {
        return of(join.getLeft())
                .flatMap(left ->
                        of(join.getRight())
                                .map(right -> {
                                    if (!join.getJoinType().projectsRight()) {
                                        return left;
                                    }
                                    int shift = join.getLeft().getRowType().getFieldCount();
                                    return new WindowColumns(
                                            left.shape,
                                            left.starts.union(right.starts.shift(shift)),
                                            left.ends.union(right.ends.shift(shift)),
                                            left.times.union(right.times.shift(shift)));
                                }));
    }

    private Optional<WindowColumns> through(Project project) {
        WindowColumns mapped =
                new WindowColumns(shape, mapped(project, starts), mapped(project, ends), mapped(project, times));
        return mapped.starts.isEmpty() && mapped.ends.isEmpty() ? Optional.empty() : Optional.of(mapped);
    }

    private static ImmutableBitSet mapped(Project project, ImmutableBitSet columns) {
        ImmutableBitSet.Builder mapped = ImmutableBitSet.builder();
        for (int i = 0; i < project.getProjects().size(); i++) {
            int column = Expressions.column(project.getProjects().get(i));
            if (column >= 0 && columns.get(column)) {
                mapped.set(i);
            }
        }
        return mapped.build();
    }
}
