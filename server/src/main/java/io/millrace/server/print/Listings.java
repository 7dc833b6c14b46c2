package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Prints a small table of texts, at once. */
public final class Listings {
    private Listings() {}

    public static void print(List<String> columns, List<List<String>> rows, Printing printing) {
        Schema schema = new Schema(columns.stream().map(name -> Field.of(name, DataType.STRING)).toList());
        Presentation presentation =
                printing.presentation(
                        new Printing.Result("listing", schema, Printing.Nature.APPEND, ZoneOffset.UTC),
                        new Printing.Hooks(List::of, shown -> {}, () -> {}));
        for (int from = 0; from < rows.size(); from += Batch.MAX_ROWS) {
            presentation.show(
                    new Portion.Rows(
                            List.of(batch(schema, rows.subList(from, Math.min(rows.size(), from + Batch.MAX_ROWS))))));
        }
        presentation.end(Presentation.Ending.COMPLETE);
    }

    /** Prints rows, at once. */
    public static void print(Schema schema, ZoneId zone, List<Batch> rows, Printing printing) {
        Presentation presentation =
                printing.presentation(
                        new Printing.Result("listing", schema, Printing.Nature.APPEND, zone),
                        new Printing.Hooks(List::of, shown -> {}, () -> {}));
        for (Batch batch : rows) {
            presentation.show(presentation.portion(batch, 0));
        }
        presentation.end(Presentation.Ending.COMPLETE);
    }

    private static Batch batch(Schema schema, List<List<String>> rows) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            Object[] values = new Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row).get(i);
            }
            columns[i] = Columns.of(DataType.STRING, values);
        }
        return Batch.of(rows.size(), columns);
    }
}
