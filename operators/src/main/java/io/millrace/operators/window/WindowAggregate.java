package io.millrace.operators.window;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Partials;
import io.millrace.operators.aggregate.Phase;
import java.util.List;

/**
 * GROUP BY window and keys: one row a window and group, once the watermark has passed the window's end. The columns are
 * the keys, the aggregates, then window_start, window_end as TIMESTAMP(3) and window_time of the type of the last
 * output column. Windows of no rows have no row. Rows that come after the end of their last window are counted and
 * dropped.
 *
 * <p>The local part emits keys, partial results, the number of rows, and last the end of the pane that they belong to,
 * or with {@link Windowing.Attached} start and end of the window.
 *
 * @param input rows that stay, of an event time
 */
public record WindowAggregate(Flow input, Windowing windowing, Grouping grouping, Phase phase, Schema output)
        implements OperatorSpec {

    /** Whether this aggregation can be split in two with an exchange between. */
    public boolean isSplittable() {
        boolean eventTime =
                switch (windowing) {
                    case Windowing.Tumble tumble -> tumble.time() instanceof Windowing.Time.EventTime;
                    case Windowing.Hop hop -> hop.time() instanceof Windowing.Time.EventTime;
                    case Windowing.Cumulate cumulate -> cumulate.time() instanceof Windowing.Time.EventTime;
                    case Windowing.Attached attached -> true;
                };
        return eventTime && phase == Phase.COMPLETE && Partials.areSplittable(input, grouping);
    }

    /** The part before the exchange, where this is the whole. */
    public WindowAggregate local() {
        return new WindowAggregate(
                input, windowing, grouping, Phase.LOCAL, PaneSchemas.partials(input, windowing, grouping));
    }

    /** The part behind the exchange, where this is the whole. */
    public WindowAggregate global() {
        return new WindowAggregate(
                Flow.append(PaneSchemas.partials(input, windowing, grouping)),
                PaneSchemas.overPanes(input, windowing, grouping),
                Partials.grouping(input, grouping),
                Phase.GLOBAL,
                output);
    }

    @Override
    public Operator create() {
        if (phase == Phase.LOCAL) {
            return new LocalWindowAggregateOperator(this);
        }
        return windowing instanceof Windowing.Attached attached
                ? new AttachedWindowAggregateOperator(this, attached)
                : new WindowAggregateOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(output);
    }

    @Override
    public List<Integer> keys(int input) {
        return phase == Phase.LOCAL ? List.of() : grouping.keys();
    }

    @Override
    public String describe() {
        String name =
                switch (phase) {
                    case COMPLETE -> "WindowAggregate ";
                    case LOCAL -> "LocalWindowAggregate ";
                    case GLOBAL -> "GlobalWindowAggregate ";
                };
        return name + windowing + " " + grouping;
    }
}
