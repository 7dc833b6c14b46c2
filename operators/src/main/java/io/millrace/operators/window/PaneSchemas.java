package io.millrace.operators.window;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Partials;
import java.util.ArrayList;
import java.util.List;

/** What a local window aggregation hands to the global one. */
final class PaneSchemas {
    private static final DataType BOUND = new DataType.Timestamp(3);

    private PaneSchemas() {}

    static Schema partials(Flow input, Windowing windowing, Grouping grouping) {
        List<Field> fields = new ArrayList<>(Partials.schema(input, grouping).fields());
        if (windowing instanceof Windowing.Attached) {
            fields.add(Field.required("$start", BOUND));
        }
        fields.add(Field.required("$end", BOUND));
        return new Schema(fields);
    }

    /** The same windows, of rows that are partial results. */
    static Windowing overPanes(Flow input, Windowing windowing, Grouping grouping) {
        int last = partials(input, windowing, grouping).size() - 1;
        Windowing.Time time = new Windowing.Time.EventTime(last, windowing.zone());
        return switch (windowing) {
            case Windowing.Tumble tumble -> new Windowing.Tumble(time, tumble.sizeMicros(), tumble.offsetMicros());
            case Windowing.Hop hop -> new Windowing.Hop(time, hop.sizeMicros(), hop.slideMicros(), hop.offsetMicros());
            case Windowing.Cumulate cumulate ->
                    new Windowing.Cumulate(time, cumulate.sizeMicros(), cumulate.stepMicros(), cumulate.offsetMicros());
            case Windowing.Attached attached -> new Windowing.Attached(last - 1, last, attached.zone());
        };
    }
}
