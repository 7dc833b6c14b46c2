package io.millrace.formats.text;

import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.FileInput;
import java.util.ArrayList;
import java.util.List;

/** Tells the columns of a CSV file from its header, where there is one, and its first records. */
final class CsvInference {
    private CsvInference() {}

    static Schema infer(FileInput file, CsvDialect dialect) {
        Window window = new Window(file, 0);
        window.fill();
        CsvFormat.skipMark(window);
        int begin = window.from;
        List<String> names = CsvFormat.header(window, dialect, file.name());
        if (names.isEmpty()) {
            throw MillraceException.user(
                    "columns-unknown",
                    "File " + file.name() + " is empty, so its columns cannot be told: declare them");
        }
        if (!dialect.hasHeader()) {
            window.from = begin;
            names = new ArrayList<>(names);
            for (int i = 0; i < names.size(); i++) {
                names.set(i, "column" + (i + 1));
            }
        }
        int[] slotOf = new int[names.size()];
        for (int i = 0; i < slotOf.length; i++) {
            slotOf[i] = i;
        }
        Spans spans = new Spans(slotOf.length);
        new CsvScanner(dialect, slotOf)
                .scan(window.data, window.from, window.limit, Integer.MAX_VALUE, window.isLast(), spans);
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < slotOf.length; column++) {
            TypeGuess guess = new TypeGuess();
            for (int row = 0; row < spans.count; row++) {
                long span = spans.values[column * Spans.STRIDE + row];
                if (span != Spans.NULL) {
                    guess.see(window.data, Spans.start(span), Spans.end(span));
                }
            }
            fields.add(Field.of(names.get(column), guess.type()));
        }
        return new Schema(fields);
    }
}
