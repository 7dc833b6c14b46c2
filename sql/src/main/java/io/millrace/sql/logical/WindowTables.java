package io.millrace.sql.logical;

import io.millrace.data.MillraceException;
import io.millrace.sql.functions.GroupWindowFunction;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Turns window table functions, and windows that are named in GROUP BY, into {@link WindowAssign}. */
final class WindowTables {
    private final ZoneId zone;

    private WindowTables(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * @param zone the session's, by which windows of moments are cut
     */
    static RelNode apply(RelNode plan, ZoneId zone) {
        return Rewriting.bottomUp(plan, new WindowTables(zone)::change);
    }

    private RelNode change(RelNode node) {
        if (node instanceof LogicalTableFunctionScan scan) {
            return tableFunction(scan);
        }
        return node instanceof Aggregate aggregate && aggregate.getInput() instanceof Project project
                ? groupWindow(aggregate, project)
                : node;
    }

    private RelNode tableFunction(LogicalTableFunctionScan scan) {
        RexCall call = (RexCall) scan.getCall();
        RelNode input = scan.getInput(0);
        int time = -1;
        List<Integer> keys = List.of();
        List<RexNode> intervals = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            if (operand.getKind() == SqlKind.DESCRIPTOR && time < 0) {
                time = columns(operand).getFirst();
            } else if (operand.getKind() == SqlKind.DESCRIPTOR) {
                keys = columns(operand);
            } else if (operand instanceof RexLiteral
                    || (operand instanceof RexCall && operand.getKind() != SqlKind.DEFAULT)) {
                intervals.add(operand);
            }
        }
        WindowShape shape = shape(call.getOperator().getName(), intervals, ImmutableBitSet.of(keys), zone(input, time));
        RelNode assigned = new WindowAssign(input, shape, time);
        // The planner's row type may name columns otherwise.
        return Expressions.project(assigned, Expressions.columns(assigned), scan.getRowType().getFieldNames());
    }

    private ZoneId zone(RelNode input, int time) {
        RelDataType type = input.getRowType().getFieldList().get(time).getType();
        return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE ? zone.normalized() : ZoneOffset.UTC;
    }

    /** The columns that a descriptor names. */
    private static List<Integer> columns(RexNode descriptor) {
        return ((RexCall) descriptor).getOperands().stream().map(Expressions::column).toList();
    }

    private static WindowShape shape(String name, List<RexNode> intervals, ImmutableBitSet keys, ZoneId zone) {
        long[] micros = new long[intervals.size()];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = micros(name, intervals.get(i));
        }
        return switch (name) {
            case "TUMBLE" -> new WindowShape.Tumble(positive(name, micros[0]), optional(micros, 1), zone);
            case "HOP" ->
                    new WindowShape.Hop(
                            positive(name, micros[0]), positive(name, micros[1]), optional(micros, 2), zone);
            case "CUMULATE" -> {
                if (micros[1] % positive(name, micros[0]) != 0) {
                    throw MillraceException.user("bad-window", "CUMULATE: the size must be a multiple of the step");
                }
                yield new WindowShape.Cumulate(micros[0], positive(name, micros[1]), optional(micros, 2), zone);
            }
            case "SESSION" -> new WindowShape.Session(positive(name, micros[0]), keys, zone);
            default -> throw MillraceException.user("unsupported", "the table function " + name + " is not supported");
        };
    }

    private static long optional(long[] values, int index) {
        return index < values.length ? values[index] : 0;
    }

    private static long positive(String window, long micros) {
        if (micros <= 0) {
            throw MillraceException.user("bad-window", window + ": the interval must be longer than nothing");
        }
        return micros;
    }

    private static long micros(String window, RexNode interval) {
        if (interval instanceof RexLiteral literal && literal.getType().getSqlTypeName().name().contains("INTERVAL")) {
            if (literal.getType().getSqlTypeName().isYearMonth()) {
                throw MillraceException.user("bad-window", window + ": months differ in length; use days");
            }
            BigDecimal millis = literal.getValueAs(BigDecimal.class);
            if (millis != null) {
                return millis.longValueExact() * 1000;
            }
        }
        throw MillraceException.user(
                "bad-window", window + ": the intervals of a window are constants, such as INTERVAL '1' HOUR");
    }

    /**
     * Where the columns that feed GROUP BY hold the bounds of a window: the window below, and the bounds taken from it.
     */
    private RelNode groupWindow(Aggregate aggregate, Project project) {
        RexCall window = null;
        int others = 0;
        for (RexNode expression : project.getProjects()) {
            RexCall found = windowCall(expression);
            if (found != null) {
                window = window == null ? found : window;
                others += sameWindow(found, window) ? 0 : 1;
            }
        }
        if (window == null) {
            return aggregate;
        }
        if (others > 0) {
            throw MillraceException.user("bad-window", "GROUP BY names two different windows; one query has one");
        }
        RelNode input = project.getInput();
        GroupWindowFunction function = (GroupWindowFunction) window.getOperator();
        List<RexNode> below = new ArrayList<>(Expressions.columns(input));
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        RexNode time = window.getOperands().getFirst();
        int timeColumn = Expressions.column(time);
        if (timeColumn < 0) {
            timeColumn = below.size();
            below.add(time);
            names.add(unused(names, "time"));
        }
        // Sessions are cut per key: the plain group columns are computed below the window.
        List<Integer> keyColumns = new ArrayList<>();
        List<RexNode> above = new ArrayList<>(project.getProjects());
        for (int i = 0; i < above.size(); i++) {
            RexNode expression = above.get(i);
            if (aggregate.getGroupSet().get(i) && windowCall(expression) == null) {
                int column = Expressions.column(expression);
                if (column < 0) {
                    column = below.size();
                    below.add(expression);
                    names.add(unused(names, project.getRowType().getFieldNames().get(i)));
                }
                keyColumns.add(column);
                above.set(i, new RexInputRef(column, expression.getType()));
            }
        }
        RelNode prepared = Expressions.project(input, below, names);
        WindowShape shape =
                shape(
                        function.window(),
                        window.getOperands().subList(1, window.getOperands().size()),
                        ImmutableBitSet.of(keyColumns),
                        zone(prepared, timeColumn));
        RelNode assigned = new WindowAssign(prepared, shape, timeColumn);
        int start = prepared.getRowType().getFieldCount();
        above.replaceAll(expression ->
                expression.accept(
                        new RexShuttle() {
                            @Override
                            public RexNode visitCall(RexCall call) {
                                return call.getOperator() instanceof GroupWindowFunction bound
                                        ? Expressions.builder(assigned)
                                                .makeInputRef(assigned, start + bound.bound().ordinal())
                                        : super.visitCall(call);
                            }
                        }));
        RelNode projected = Expressions.project(assigned, above, project.getRowType().getFieldNames());
        return aggregate.copy(aggregate.getTraitSet(), List.of(projected));
    }

    private static String unused(List<String> names, String wanted) {
        return names.contains(wanted) ? wanted + names.size() : wanted;
    }

    private static @Nullable RexCall windowCall(RexNode expression) {
        return expression instanceof RexCall call && call.getOperator() instanceof GroupWindowFunction ? call : null;
    }

    private static boolean sameWindow(RexCall a, RexCall b) {
        return ((GroupWindowFunction) a.getOperator()).window().equals(((GroupWindowFunction) b.getOperator()).window())
                && a.getOperands().equals(b.getOperands());
    }
}
