package io.millrace.sql.physical;

import io.millrace.data.MillraceException;
import io.millrace.data.RowOrder.Direction;
import io.millrace.data.RowOrder.NullPlacement;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.operators.over.Over;
import io.millrace.operators.over.OverCall;
import io.millrace.operators.rank.Limit;
import io.millrace.operators.rank.Ranking;
import io.millrace.operators.rank.Sort;
import io.millrace.operators.rank.SortKey;
import io.millrace.operators.rank.TopN;
import io.millrace.operators.rank.WindowTopN;
import io.millrace.operators.window.Windowing;
import io.millrace.sql.logical.OverAggregate;
import io.millrace.sql.logical.TimeColumns;
import io.millrace.sql.logical.WindowColumns;
import io.millrace.sql.types.TypeConversion;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** What depends on an order: Top-N, OVER, ORDER BY and LIMIT. */
final class RankTranslation {
    private final GraphBuilder graph;

    RankTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Stream topN(Stream input, io.millrace.sql.logical.TopN node) {
        var choice = node.choice();
        Schema output = TypeConversion.toSchema(node.getRowType());
        Ranking ranking =
                new Ranking(
                        keys(choice.order().getFieldCollations()),
                        choice.first() - 1,
                        choice.last() == Long.MAX_VALUE ? Ranking.NO_LIMIT : choice.last() - choice.first() + 1,
                        node.rankColumn() == io.millrace.sql.logical.TopN.RankColumn.LAST
                                ? Ranking.Numbering.SHOWN
                                : Ranking.Numbering.HIDDEN);
        List<Integer> partition = choice.partition().asList();
        Optional<WindowColumns> window = input.isAppend() ? WindowColumns.of(node) : Optional.empty();
        if (window.isPresent()) {
            Windowing.Attached bounds =
                    new Windowing.Attached(
                            window.get().starts().intersect(choice.partition()).nth(0),
                            window.get().ends().intersect(choice.partition()).nth(0),
                            window.get().shape().zone());
            return graph.keyed(
                    "window-top-n",
                    List.of(input),
                    new WindowTopN(input.flow(), bounds, partition, ranking, output),
                    Changes.APPEND,
                    Optional.of(partition));
        }
        return graph.keyed(
                "top-n",
                List.of(input),
                new TopN(input.flow(), partition, ranking, output),
                Changes.WEIGHTS,
                partition.isEmpty() ? Optional.empty() : Optional.of(partition));
    }

    Stream over(Stream input, OverAggregate node) {
        OverAggregate.Frame frame = node.frame();
        List<SortKey> order = keys(frame.order().getFieldCollations());
        List<Integer> partition = frame.partition().asList();
        Over.Mode mode = mode(input, node);
        List<OverCall> calls = node.calls().stream().map(call -> call(call, frame)).toList();
        Over spec =
                new Over(
                        input.flow(),
                        new Over.Within(partition, order),
                        mode,
                        calls,
                        TypeConversion.toSchema(node.getRowType()));
        return graph.keyed(
                "over",
                List.of(input),
                spec,
                mode == Over.Mode.CHANGES ? Changes.WEIGHTS : Changes.APPEND,
                partition.isEmpty() ? Optional.empty() : Optional.of(partition));
    }

    private static Over.Mode mode(Stream input, OverAggregate node) {
        List<RelFieldCollation> order = node.frame().order().getFieldCollations();
        if (!input.isAppend() || order.isEmpty() || order.getFirst().getDirection().isDescending()) {
            return Over.Mode.CHANGES;
        }
        return switch (TimeColumns.of(node.getInput(), order.getFirst().getFieldIndex())) {
            case EVENT -> Over.Mode.EVENT_TIME;
            case PROCESSING -> Over.Mode.ARRIVAL;
            case NONE -> Over.Mode.CHANGES;
        };
    }

    private static OverCall call(org.apache.calcite.rel.core.AggregateCall call, OverAggregate.Frame frame) {
        return switch (call.getAggregation().getKind()) {
            case ROW_NUMBER -> new OverCall.Numbered(OverCall.Numbering.ROW_NUMBER);
            case RANK -> new OverCall.Numbered(OverCall.Numbering.RANK);
            case DENSE_RANK -> new OverCall.Numbered(OverCall.Numbering.DENSE_RANK);
            case LAG -> shifted(call, -1);
            case LEAD -> shifted(call, 1);
            default -> new OverCall.Framed(AggregateTranslation.call(call), frame(frame));
        };
    }

    private static OverCall shifted(org.apache.calcite.rel.core.AggregateCall call, int direction) {
        int distance = call.rexList.isEmpty() ? 1 : Math.toIntExact(constant(call.rexList.getFirst()));
        List<Integer> columns = call.getArgList();
        return new OverCall.Shifted(columns.getFirst(), direction * distance, columns.subList(1, columns.size()));
    }

    private static OverCall.Frame frame(OverAggregate.Frame frame) {
        if (!frame.upper().isCurrentRow() && !frame.order().getFieldCollations().isEmpty()) {
            throw MillraceException.user("unsupported", "a frame of OVER ends at the CURRENT ROW");
        }
        RexWindowBound lower = frame.lower();
        OverCall.Frame.Unit unit =
                frame.unit() == OverAggregate.Unit.ROWS ? OverCall.Frame.Unit.ROWS : OverCall.Frame.Unit.RANGE;
        if (lower.isUnbounded()) {
            return new OverCall.Frame(unit, OverCall.Frame.UNBOUNDED);
        }
        RexNode offset = lower.getOffset();
        if (lower.isCurrentRow() || offset == null) {
            return new OverCall.Frame(unit, 0);
        }
        long value = constant(offset);
        return new OverCall.Frame(unit, SqlTypeUtil.isInterval(offset.getType()) ? value * 1000 : value);
    }

    /** ORDER BY, LIMIT and OFFSET of a whole query. */
    Stream sort(Stream input, org.apache.calcite.rel.core.Sort node) {
        List<SortKey> order = keys(node.getCollation().getFieldCollations());
        long offset = node.offset == null ? 0 : constant(node.offset);
        long limit = node.fetch == null ? Ranking.NO_LIMIT : constant(node.fetch);
        Ranking ranking = new Ranking(order, offset, limit, Ranking.Numbering.HIDDEN);
        if (order.isEmpty() && input.isAppend()) {
            return graph.single("limit", input, new Limit(input.schema(), offset, limit), Changes.APPEND);
        }
        if (input.isBounded()) {
            return graph.single("sort", input, new Sort(input.flow(), ranking), Changes.APPEND);
        }
        if (limit == Ranking.NO_LIMIT) {
            throw MillraceException.user(
                    "unbounded-sort",
                    "ORDER BY without LIMIT would wait for the end of an input that does not end; add a LIMIT, or"
                            + " order within windows");
        }
        return graph.single(
                "top-n", input, new TopN(input.flow(), List.of(), ranking, input.schema()), Changes.WEIGHTS);
    }

    private static long constant(RexNode node) {
        BigDecimal value = node instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
        if (value == null) {
            throw MillraceException.user("unsupported", "LIMIT, OFFSET and the bounds of a frame are constants");
        }
        return value.longValueExact();
    }

    static List<SortKey> keys(List<RelFieldCollation> order) {
        return order.stream()
                .map(field ->
                        new SortKey(
                                field.getFieldIndex(),
                                field.getDirection().isDescending() ? Direction.DESCENDING : Direction.ASCENDING,
                                nulls(field)))
                .toList();
    }

    private static NullPlacement nulls(RelFieldCollation field) {
        return switch (field.nullDirection) {
            case FIRST -> NullPlacement.FIRST;
            case LAST -> NullPlacement.LAST;
            case UNSPECIFIED -> field.getDirection().isDescending() ? NullPlacement.LAST : NullPlacement.FIRST;
        };
    }
}
