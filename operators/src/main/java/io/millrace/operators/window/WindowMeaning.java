package io.millrace.operators.window;

import io.millrace.dataflow.lineage.Relation;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Windows by what their columns mean. */
final class WindowMeaning {
    private WindowMeaning() {}

    static String text(Windowing windowing, Relation rows) {
        return shape(windowing, rows) + zone(windowing.zone());
    }

    static String zone(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "" : " in " + zone;
    }

    private static String shape(Windowing windowing, Relation rows) {
        return switch (windowing) {
            case Windowing.Tumble tumble ->
                    "tumble " + time(tumble.time(), rows) + " " + tumble.sizeMicros() + " " + tumble.offsetMicros();
            case Windowing.Hop hop ->
                    "hop "
                            + time(hop.time(), rows)
                            + " "
                            + hop.sizeMicros()
                            + " "
                            + hop.slideMicros()
                            + " "
                            + hop.offsetMicros();
            case Windowing.Cumulate cumulate ->
                    "cumulate "
                            + time(cumulate.time(), rows)
                            + " "
                            + cumulate.sizeMicros()
                            + " "
                            + cumulate.stepMicros()
                            + " "
                            + cumulate.offsetMicros();
            case Windowing.Attached attached ->
                    "from " + rows.column(attached.start()) + " to " + rows.column(attached.end());
        };
    }

    static String time(Windowing.Time time, Relation rows) {
        return switch (time) {
            case Windowing.Time.EventTime event -> rows.column(event.column());
            case Windowing.Time.ProcessingTime ignored -> "processing time";
        };
    }
}
