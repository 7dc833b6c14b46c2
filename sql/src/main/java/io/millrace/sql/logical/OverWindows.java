package io.millrace.sql.logical;

import io.millrace.data.MillraceException;
import io.millrace.sql.logical.OverAggregate.Frame;
import io.millrace.sql.logical.OverAggregate.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;

/** Takes the aggregates with OVER out of a projection, into an {@link OverAggregate} for each frame below it. */
final class OverWindows {
    /** Which argument of LAG and LEAD says how far. */
    private static final int DISTANCE = 1;

    private final Project project;
    private final List<RexNode> prepared = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Frame, List<RexOver>> frames = new LinkedHashMap<>();

    private OverWindows(Project project) {
        this.project = project;
    }

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(
                plan,
                node ->
                        node instanceof Project project && project.containsOver()
                                ? new OverWindows(project).split()
                                : node);
    }

    private RelNode split() {
        for (int i = 0; i < project.getProjects().size(); i++) {
            if (!RexOver.containsOver(project.getProjects().get(i))) {
                column(project.getProjects().get(i), project.getRowType().getFieldNames().get(i));
            }
        }
        for (RexNode expression : project.getProjects()) {
            expression.accept(
                    new RexShuttle() {
                        @Override
                        public RexNode visitOver(RexOver over) {
                            List<RexOver> calls = frames.computeIfAbsent(frame(over), ignored -> new ArrayList<>());
                            if (!calls.contains(over)) {
                                calls.add(over);
                            }
                            return over;
                        }
                    });
        }
        Map<RexOver, Integer> outputs = new LinkedHashMap<>();
        Map<Frame, List<AggregateCall>> aggregates = new LinkedHashMap<>();
        frames.forEach((frame, calls) -> aggregates.put(frame, calls.stream().map(this::call).toList()));
        project.getProjects().forEach(expression -> above(expression, everyOver()));
        RelNode node = Expressions.project(project.getInput(), prepared, names);
        for (Map.Entry<Frame, List<AggregateCall>> entry : aggregates.entrySet()) {
            int first = node.getRowType().getFieldCount();
            List<RexOver> calls = frames.getOrDefault(entry.getKey(), List.of());
            for (int i = 0; i < calls.size(); i++) {
                outputs.put(calls.get(i), first + i);
            }
            node = new OverAggregate(node, entry.getKey(), entry.getValue());
        }
        List<RexNode> above = project.getProjects().stream().map(expression -> above(expression, outputs)).toList();
        return Expressions.project(node, above, project.getRowType().getFieldNames());
    }

    /** For a first walk, which only gathers what is needed below. */
    private Map<RexOver, Integer> everyOver() {
        Map<RexOver, Integer> all = new LinkedHashMap<>();
        frames.values().forEach(calls -> calls.forEach(call -> all.put(call, 0)));
        return all;
    }

    private RexNode above(RexNode expression, Map<RexOver, Integer> outputs) {
        if (!RexOver.containsOver(expression)) {
            return new RexInputRef(column(expression), expression.getType());
        }
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitOver(RexOver over) {
                        return new RexInputRef(java.util.Objects.requireNonNull(outputs.get(over)), over.getType());
                    }

                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return new RexInputRef(column(ref), ref.getType());
                    }

                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        return new RexInputRef(column(access), access.getType());
                    }
                });
    }

    private Frame frame(RexOver over) {
        ImmutableBitSet.Builder partition = ImmutableBitSet.builder();
        over.getWindow().partitionKeys.forEach(key -> partition.set(column(key)));
        List<RelFieldCollation> order = new ArrayList<>();
        for (RexFieldCollation key : over.getWindow().orderKeys) {
            order.add(new RelFieldCollation(column(key.left), key.getDirection(), key.getNullDirection()));
        }
        return new Frame(
                partition.build(),
                RelCollations.of(order),
                over.getWindow().isRows() ? Unit.ROWS : Unit.RANGE,
                over.getWindow().getLowerBound(),
                over.getWindow().getUpperBound());
    }

    private AggregateCall call(RexOver over) {
        if (over.ignoreNulls()) {
            throw MillraceException.user("unsupported", "IGNORE NULLS in OVER is not supported");
        }
        List<RexNode> constants = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        boolean shifts = over.getKind() == SqlKind.LAG || over.getKind() == SqlKind.LEAD;
        for (int i = 0; i < over.getOperands().size(); i++) {
            RexNode operand = over.getOperands().get(i);
            if (shifts && i == DISTANCE) {
                constants.add(operand);
            } else {
                columns.add(column(shifts ? typed(operand, over.getType()) : operand));
            }
        }
        return AggregateCall.create(
                over.getAggOperator(),
                over.isDistinct(),
                false,
                false,
                constants,
                columns,
                -1,
                null,
                RelCollations.EMPTY,
                over.getType(),
                null);
    }

    private RexNode typed(RexNode operand, RelDataType type) {
        return SqlTypeUtil.equalSansNullability(project.getCluster().getTypeFactory(), operand.getType(), type)
                ? operand
                : project.getCluster().getRexBuilder().makeAbstractCast(type, operand, false);
    }

    /** The column below OVER that an operand is; it is added where there is none. */
    private int column(RexNode operand) {
        String name =
                operand instanceof RexInputRef ref
                        ? project.getInput().getRowType().getFieldNames().get(ref.getIndex())
                        : operand instanceof RexFieldAccess access
                                ? access.getField().getName()
                                : "$" + prepared.size();
        return column(operand, name);
    }

    private int column(RexNode operand, String name) {
        int known = prepared.indexOf(operand);
        if (known >= 0) {
            return known;
        }
        prepared.add(operand);
        names.add(names.contains(name) ? name + prepared.size() : name);
        return prepared.size() - 1;
    }
}
