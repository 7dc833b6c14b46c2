package io.millrace.sql.physical;

import io.millrace.sql.logical.ColumnPath;
import io.millrace.sql.logical.Expressions;
import io.millrace.sql.logical.TableRead;
import io.millrace.sql.logical.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Filters, projections and a watermark above a scan, as expressions over what the scan reads.
 *
 * @param conditions all must be true of a row
 * @param time event time and watermark, where something above waits for them
 */
record Chain(TableRead read, List<RexNode> outputs, List<RexNode> conditions, Optional<Time> time) {

    /** Event time, and what a row says about it. */
    record Time(RexNode time, RexNode watermark) {}

    /** Whether a node is such a chain. */
    static boolean is(RelNode node) {
        return switch (node) {
            case TableRead ignored -> true;
            case Filter filter -> is(filter.getInput());
            case Project project -> is(project.getInput());
            case Watermark watermark -> is(watermark.getInput());
            default -> false;
        };
    }

    static Chain of(RelNode node) {
        return switch (node) {
            case TableRead read -> {
                List<RexNode> columns = new ArrayList<>();
                for (int i = 0; i < read.getRowType().getFieldCount(); i++) {
                    columns.add(RexInputRef.of(i, read.getRowType()));
                }
                yield new Chain(read, columns, List.of(), Optional.empty());
            }
            case Filter filter -> {
                Chain below = of(filter.getInput());
                List<RexNode> conditions = new ArrayList<>(below.conditions);
                conditions.addAll(RelOptUtil.conjunctions(below.inline(filter.getCondition())));
                yield new Chain(below.read, below.outputs, conditions, below.time);
            }
            case Project project -> {
                Chain below = of(project.getInput());
                List<RexNode> outputs = project.getProjects().stream().map(below::inline).toList();
                yield new Chain(below.read, outputs, below.conditions, below.time);
            }
            case Watermark watermark -> {
                Chain below = of(watermark.getInput());
                Time time = new Time(below.outputs.get(watermark.timeColumn()), below.inline(watermark.expression()));
                yield new Chain(below.read, below.outputs, below.conditions, Optional.of(time));
            }
            default -> throw new IllegalArgumentException("no chain: " + node);
        };
    }

    private RexNode inline(RexNode expression) {
        return Expressions.replaceColumns(expression, outputs);
    }

    /**
     * The same over the columns of the table as these paths number them, which grow, so that chains that read other
     * columns of it can be compared.
     */
    Chain numbered(List<ColumnPath> paths) {
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < read.paths().size(); i++) {
            ColumnPath path = read.paths().get(i);
            if (!paths.contains(path)) {
                paths.add(path);
            }
            columns.add(new RexInputRef(paths.indexOf(path), RexInputRef.of(i, read.getRowType()).getType()));
        }
        UnaryOperator<RexNode> number = expression -> Expressions.replaceColumns(expression, columns);
        return new Chain(
                read,
                outputs.stream().map(number).toList(),
                conditions.stream().map(number).toList(),
                time.map(each -> new Time(number.apply(each.time), number.apply(each.watermark))));
    }

    /** Whether all of these rows are rows of another chain too, both {@link #numbered} alike. */
    boolean isAmong(Chain others) {
        return isRepeatable()
                && others.isRepeatable()
                && read.table().equals(others.read.table())
                && conditions.containsAll(others.conditions)
                && time.equals(others.time);
    }

    /** Whether the rows are the same each time that they are read. */
    private boolean isRepeatable() {
        return Stream.concat(conditions.stream(), outputs.stream()).allMatch(RexUtil::isDeterministic);
    }
}
