package io.millrace.sql.validation;

import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.catalog.ColumnDefinition;
import io.millrace.sql.logical.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A table as a query over what its connector reads: computed columns in their place, and, as one more column at the
 * end, the expression of its watermark.
 */
final class TableExpansion {
    private static final String WATERMARK = "$watermark";

    private final TableDefinition table;
    private final String readSuffix;

    TableExpansion(TableDefinition table, String readSuffix) {
        this.table = table;
        this.readSuffix = readSuffix;
    }

    /** Whether the table is what its connector reads. */
    boolean isPlain() {
        return table.watermark().isEmpty()
                && table.columns().stream().noneMatch(ColumnDefinition.Computed.class::isInstance);
    }

    String query() {
        String columns = table.columns().stream().map(TableExpansion::column).collect(Collectors.joining(", "));
        String from = " FROM " + quoted(table.name() + readSuffix) + " AS " + quoted(table.name());
        String plain = "SELECT " + columns + from;
        return table.watermark()
                .map(watermark ->
                        "SELECT "
                                + quoted(table.name())
                                + ".*, "
                                + watermark.expression()
                                + " AS "
                                + quoted(WATERMARK)
                                + " FROM ("
                                + plain
                                + ") AS "
                                + quoted(table.name()))
                .orElse(plain);
    }

    private static String column(ColumnDefinition column) {
        return switch (column) {
            case ColumnDefinition.Computed computed -> "(" + computed.expression() + ") AS " + quoted(computed.name());
            case ColumnDefinition.Physical ignored -> quoted(column.name());
            case ColumnDefinition.Metadata ignored -> quoted(column.name());
        };
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** From the plan of the query to that of the table: the last column becomes the watermark. */
    RelNode finish(RelNode plan) {
        if (table.watermark().isEmpty()) {
            return plan;
        }
        Project outer = (Project) plan;
        List<RexNode> projects = new ArrayList<>(outer.getProjects());
        RexNode expression = projects.removeLast();
        RelNode input = outer.getInput();
        boolean identity = isIdentity(projects, input);
        if (!identity) {
            // Both projections were merged into one: the watermark is over what is below them.
            return belowMergedProjection(outer, projects, expression);
        }
        int time = table.schema().indexOf(table.watermark().get().column());
        return new Watermark(input, time, expression);
    }

    private static boolean isIdentity(List<RexNode> projects, RelNode input) {
        if (projects.size() != input.getRowType().getFieldCount()) {
            return false;
        }
        for (int i = 0; i < projects.size(); i++) {
            if (!(projects.get(i) instanceof RexInputRef ref) || ref.getIndex() != i) {
                return false;
            }
        }
        return true;
    }

    private RelNode belowMergedProjection(Project outer, List<RexNode> projects, RexNode expression) {
        int time = table.schema().indexOf(table.watermark().orElseThrow().column());
        List<String> names = new ArrayList<>(table.schema().fields().stream().map(field -> field.name()).toList());
        RexNode over = overOutputs(expression, projects);
        if (over != null) {
            RelNode inner = LogicalProject.create(outer.getInput(), List.of(), projects, names, java.util.Set.of());
            return new Watermark(inner, time, over);
        }
        List<RexNode> all = new ArrayList<>(projects);
        all.add(expression);
        List<String> allNames = new ArrayList<>(names);
        allNames.add(WATERMARK);
        RelNode inner = LogicalProject.create(outer.getInput(), List.of(), all, allNames, java.util.Set.of());
        var rex = outer.getCluster().getRexBuilder();
        RelNode marked = new Watermark(inner, time, rex.makeInputRef(inner, projects.size()));
        List<RexNode> visible = new ArrayList<>();
        for (int i = 0; i < projects.size(); i++) {
            visible.add(rex.makeInputRef(marked, i));
        }
        return LogicalProject.create(marked, List.of(), visible, names, java.util.Set.of());
    }

    /**
     * The expression with every part that is one of the outputs replaced by it; null where a column remains that is
     * none.
     */
    private static @Nullable RexNode overOutputs(RexNode expression, List<RexNode> outputs) {
        int known = outputs.indexOf(expression);
        if (known >= 0) {
            return new RexInputRef(known, expression.getType());
        }
        if (expression instanceof RexLiteral) {
            return expression;
        }
        if (!(expression instanceof RexCall call)) {
            return null;
        }
        List<RexNode> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            RexNode rewritten = overOutputs(operand, outputs);
            if (rewritten == null) {
                return null;
            }
            operands.add(rewritten);
        }
        return call.clone(call.getType(), operands);
    }
}
