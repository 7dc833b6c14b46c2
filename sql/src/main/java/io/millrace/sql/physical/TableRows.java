package io.millrace.sql.physical;

import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.logical.ColumnPath;
import io.millrace.sql.logical.TableRead;
import io.millrace.sql.logical.Watermark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a node as rows of one table: two nodes may read different columns of it, and are compared all the same.
 *
 * @param conditions what the rows of the table must fulfil to be rows of the node
 * @param watermarks what is said of event time on the way
 * @param columns the node's columns, over those of the table
 */
record TableRows(TableDefinition table, Set<RexNode> conditions, List<RexNode> watermarks, List<RexNode> columns) {

    /**
     * What a node's rows are; null where they are not those of a table, or differ from one reading to the next.
     *
     * @param paths the columns of the table that are known by number; grows. The same list for nodes that are compared
     */
    static @Nullable TableRows of(RelNode node, List<ColumnPath> paths) {
        if (node instanceof TableRead read) {
            List<RexNode> columns = new ArrayList<>();
            for (int i = 0; i < read.paths().size(); i++) {
                int known = paths.indexOf(read.paths().get(i));
                if (known < 0) {
                    known = paths.size();
                    paths.add(read.paths().get(i));
                }
                columns.add(new RexInputRef(known, read.getRowType().getFieldList().get(i).getType()));
            }
            return new TableRows(read.table(), Set.of(), List.of(), columns);
        }
        if (!(node instanceof Watermark || node instanceof Filter || node instanceof Project)) {
            return null;
        }
        TableRows input = of(node.getInput(0), paths);
        return input == null ? null : input.then(node);
    }

    private @Nullable TableRows then(RelNode node) {
        return switch (node) {
            case Watermark watermark -> {
                List<RexNode> more = new ArrayList<>(watermarks);
                more.add(columns.get(watermark.timeColumn()));
                more.add(overTable(watermark.expression()));
                yield new TableRows(table, conditions, more, columns);
            }
            case Filter filter when RexUtil.isDeterministic(filter.getCondition()) -> {
                Set<RexNode> more = new HashSet<>(conditions);
                RelOptUtil.conjunctions(filter.getCondition()).forEach(each -> more.add(overTable(each)));
                yield new TableRows(table, more, watermarks, columns);
            }
            case Project project when project.getProjects().stream().allMatch(RexUtil::isDeterministic) ->
                    new TableRows(
                            table,
                            conditions,
                            watermarks,
                            project.getProjects().stream().map(this::overTable).toList());
            default -> null;
        };
    }

    /** Whether all of these rows are rows of the other ones too. */
    boolean areAmong(TableRows others) {
        return table.equals(others.table)
                && conditions.containsAll(others.conditions)
                && watermarks.equals(others.watermarks);
    }

    private RexNode overTable(RexNode expression) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return columns.get(ref.getIndex());
                    }
                });
    }
}
