package io.millrace.sql.logical;

import io.millrace.sql.logical.TopN.RankColumn;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Prints a plan as a tree, the result at its top, each node in one line of SQL's own words. */
public final class PlanPrinter {
    private final StringBuilder text = new StringBuilder();

    private PlanPrinter() {}

    public static String print(RelNode plan) {
        PlanPrinter printer = new PlanPrinter();
        printer.node(plan, "", "");
        return printer.text.toString();
    }

    private void node(RelNode node, String first, String rest) {
        text.append(first).append(line(node)).append('\n');
        List<RelNode> inputs = node.getInputs();
        for (int i = 0; i < inputs.size(); i++) {
            boolean last = i == inputs.size() - 1;
            node(inputs.get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
        }
    }

    private static String line(RelNode node) {
        return switch (node) {
            case SinkWrite sink ->
                    "Write "
                            + sink.table().name()
                            + " ("
                            + sink.table().writeSchema().fields().stream()
                                    .map(field -> field.name())
                                    .collect(Collectors.joining(", "))
                            + ")";
            case TableRead read -> "Read " + read.table().name() + " (" + String.join(", ", names(read)) + ")";
            case Watermark watermark ->
                    "Watermark "
                            + names(watermark).get(watermark.timeColumn())
                            + " AS "
                            + printer(watermark.getInput()).print(watermark.expression());
            case Filter filter -> "Filter " + printer(filter.getInput()).print(filter.getCondition());
            case Project project -> "Project " + projects(project);
            case WindowAssign assign ->
                    "Window "
                            + shape(assign.shape(), assign.getInput())
                            + " on "
                            + names(assign.getInput()).get(assign.timeColumn());
            case WindowAggregate aggregate -> windowAggregate(aggregate);
            case Aggregate aggregate ->
                    "Aggregate"
                            + by(aggregate.getInput(), aggregate.getGroupSet())
                            + calls(aggregate.getInput(), aggregate.getAggCallList());
            case OverAggregate over -> over(over);
            case TopN top -> topN(top);
            case Unnest unnest ->
                    "Unnest "
                            + names(unnest.getInput()).get(unnest.column())
                            + (unnest.whenEmpty() == Unnest.WhenEmpty.KEEP ? ", keeping rows without elements" : "");
            case TemporalJoin join ->
                    "TemporalJoin "
                            + join.kind().lowerName
                            + " as of "
                            + printer(join.getLeft()).print(join.time())
                            + " on "
                            + both(join.getLeft(), join.getRight()).print(join.condition());
            case Join join -> join(join);
            case Sort sort -> sort(sort);
            case SetOp set -> set.kind.sql.replace(" ALL", "") + (set.all ? " ALL" : "");
            case Values values -> "Values " + values.tuples.size() + (values.tuples.size() == 1 ? " row" : " rows");
            default -> node.getRelTypeName();
        };
    }

    private static List<String> names(RelNode node) {
        return node.getRowType().getFieldNames();
    }

    private static ExpressionPrinter printer(RelNode input) {
        return new ExpressionPrinter(Expressions.builder(input), names(input));
    }

    /** Over the columns of both sides of a join; a name that both have says which side it is of. */
    private static ExpressionPrinter both(RelNode left, RelNode right) {
        List<String> all = new ArrayList<>();
        names(left).forEach(name -> all.add(names(right).contains(name) ? "left." + name : name));
        names(right).forEach(name -> all.add(names(left).contains(name) ? "right." + name : name));
        return new ExpressionPrinter(Expressions.builder(left), all);
    }

    private static String projects(Project project) {
        List<String> parts = new ArrayList<>();
        ExpressionPrinter printer = printer(project.getInput());
        for (int i = 0; i < project.getProjects().size(); i++) {
            RexNode expression = project.getProjects().get(i);
            String written = printer.print(expression);
            String name = names(project).get(i);
            boolean same = expression instanceof RexInputRef && (written.equals(name) || written.endsWith("." + name));
            parts.add(same ? written : written + " AS " + name);
        }
        return String.join(", ", parts);
    }

    private static String by(RelNode input, ImmutableBitSet keys) {
        return keys.isEmpty() ? "" : " by " + columns(input, keys);
    }

    private static String columns(RelNode input, ImmutableBitSet columns) {
        return columns.asList().stream().map(column -> names(input).get(column)).collect(Collectors.joining(", "));
    }

    private static String calls(RelNode input, List<AggregateCall> calls) {
        return calls.isEmpty()
                ? ""
                : ": " + calls.stream().map(call -> call(input, call)).collect(Collectors.joining(", "));
    }

    private static String call(RelNode input, AggregateCall call) {
        String arguments =
                call.getArgList().isEmpty()
                        ? (call.getAggregation().getName().equals("COUNT") ? "*" : "")
                        : call.getArgList().stream().map(names(input)::get).collect(Collectors.joining(", "));
        return call.getAggregation().getName()
                + "("
                + (call.isDistinct() ? "DISTINCT " : "")
                + arguments
                + ")"
                + (call.hasFilter() ? " FILTER (" + names(input).get(call.filterArg) + ")" : "");
    }

    private static String shape(WindowShape shape, RelNode input) {
        String lengths =
                switch (shape) {
                    case WindowShape.Tumble tumble ->
                            "tumble(" + seconds(tumble.sizeMicros()) + offset(tumble.offsetMicros()) + ")";
                    case WindowShape.Hop hop ->
                            "hop("
                                    + seconds(hop.sizeMicros())
                                    + " every "
                                    + seconds(hop.slideMicros())
                                    + offset(hop.offsetMicros())
                                    + ")";
                    case WindowShape.Cumulate cumulate ->
                            "cumulate("
                                    + seconds(cumulate.sizeMicros())
                                    + " by "
                                    + seconds(cumulate.stepMicros())
                                    + offset(cumulate.offsetMicros())
                                    + ")";
                    case WindowShape.Session session ->
                            "session(gap " + seconds(session.gapMicros()) + by(input, session.keys()) + ")";
                };
        return shape.zone().equals(ZoneOffset.UTC) ? lengths : lengths + " in " + shape.zone();
    }

    private static String seconds(long micros) {
        return java.math.BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString() + " s";
    }

    private static String offset(long micros) {
        return micros == 0 ? "" : ", offset " + seconds(micros);
    }

    private static String windowAggregate(WindowAggregate aggregate) {
        RelNode input = aggregate.getInput();
        String window =
                switch (aggregate.windows()) {
                    case WindowAggregate.Windows.Assigned assigned ->
                            shape(assigned.shape(), input) + " on " + names(input).get(assigned.timeColumn());
                    case WindowAggregate.Windows.Attached attached ->
                            "windows "
                                    + names(input).get(attached.startColumn())
                                    + ", "
                                    + names(input).get(attached.endColumn());
                };
        return "WindowAggregate " + window + by(input, aggregate.keys()) + calls(input, aggregate.calls());
    }

    private static String over(OverAggregate over) {
        RelNode input = over.getInput();
        OverAggregate.Frame frame = over.frame();
        return "OverAggregate"
                + by(input, frame.partition())
                + order(input, frame.order().getFieldCollations())
                + " "
                + frame.unit().name().toLowerCase(Locale.ROOT)
                + " "
                + frame.lower()
                + " to "
                + frame.upper()
                + calls(input, over.calls());
    }

    private static String topN(TopN top) {
        RelNode input = top.getInput();
        TopN.Choice choice = top.choice();
        String places =
                choice.first() == 1 ? "first " + choice.last() : "places " + choice.first() + " to " + choice.last();
        return "TopN "
                + places
                + (choice.partition().isEmpty() ? "" : " per " + columns(input, choice.partition()))
                + order(input, choice.order().getFieldCollations())
                + (top.rankColumn() == RankColumn.LAST ? " with its place" : "");
    }

    private static String order(RelNode input, List<RelFieldCollation> order) {
        return order.isEmpty()
                ? ""
                : " order by "
                        + order.stream()
                                .map(field ->
                                        names(input).get(field.getFieldIndex())
                                                + (field.getDirection().isDescending() ? " desc" : ""))
                                .collect(Collectors.joining(", "));
    }

    private static String join(Join join) {
        String kind = join.getJoinType().lowerName;
        String form =
                switch (JoinForm.of(join)) {
                    case JoinForm.Regular ignored -> "Join ";
                    case JoinForm.Window ignored -> "WindowJoin ";
                    case JoinForm.Interval interval when interval.isNear() ->
                            "IntervalJoin ["
                                    + seconds(-interval.left().micros())
                                    + ", "
                                    + seconds(interval.right().micros())
                                    + "] ";
                    case JoinForm.Interval ignored -> "IntervalJoin ";
                };
        return form + kind + " on " + both(join.getLeft(), join.getRight()).print(join.getCondition());
    }

    private static String sort(Sort sort) {
        String order = order(sort.getInput(), sort.getCollation().getFieldCollations()).trim();
        String limit =
                (sort.offset == null ? "" : " offset " + sort.offset)
                        + (sort.fetch == null ? "" : " limit " + sort.fetch);
        return ("Sort " + order + limit)
                .replace("Sort  ", "Sort ")
                .replace("Sort limit", "Limit")
                .replace("Limit ", "Limit ")
                .trim();
    }
}
