package io.millrace.formats.text;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.FileInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the columns of a JSON file from its first lines. */
final class JsonInference {
    private static final int MAX_LINES = 4096;

    private final JsonSyntax syntax = new JsonSyntax();

    private JsonInference() {}

    static Schema infer(FileInput file) {
        Window window = new Window(file, 0);
        window.fill();
        CsvFormat.skipMark(window);
        JsonInference inference = new JsonInference();
        Guess root = new Guess();
        int at = window.from;
        for (int line = 0; line < MAX_LINES && at < window.limit; line++) {
            int found = Swar.find(window.data, at, window.limit, (byte) '\n');
            int end = found < 0 ? window.limit : found;
            int start = JsonSyntax.space(window.data, at, end);
            boolean whole = found >= 0 || window.isLast();
            if (whole
                    && start < end
                    && window.data[start] == '{'
                    && inference.syntax.valueEnd(window.data, start, end) > 0) {
                inference.see(window.data, start, end, root);
            }
            at = end + 1;
        }
        if (root.members.isEmpty()) {
            throw MillraceException.user(
                    "columns-unknown",
                    "File "
                            + file.name()
                            + " does not begin with lines of JSON objects, so its columns cannot be told: declare them");
        }
        return new Schema(root.fields());
    }

    /** What was seen of one value. */
    private static final class Guess {
        final TypeGuess text = new TypeGuess();
        final TypeGuess bare = new TypeGuess();
        final Map<String, Guess> members = new LinkedHashMap<>();
        boolean texts;
        boolean bares;
        boolean objects;
        boolean arrays;
        Guess[] element = {};

        List<Field> fields() {
            List<Field> fields = new ArrayList<>();
            members.forEach((name, guess) -> fields.add(Field.of(name, guess.type())));
            return fields;
        }

        DataType type() {
            int kinds = (texts ? 1 : 0) + (bares ? 1 : 0) + (objects ? 1 : 0) + (arrays ? 1 : 0);
            if (kinds != 1) {
                return DataType.STRING;
            }
            if (objects) {
                return members.isEmpty() ? DataType.STRING : new DataType.Row(fields());
            }
            if (arrays) {
                return new DataType.Array(element.length == 0 ? DataType.STRING : element[0].type());
            }
            if (bares) {
                return bare.type();
            }
            DataType type = text.type();
            boolean moment =
                    type instanceof DataType.Instant || type == DataType.Plain.DATE || type instanceof DataType.Time;
            return moment ? type : DataType.STRING;
        }
    }

    /** Takes note of the value that starts here; the byte after it. */
    private int see(byte[] data, int from, int end, Guess guess) {
        int at = JsonSyntax.space(data, from, end);
        int after = syntax.valueEnd(data, at, end);
        switch (data[at]) {
            case 'n' -> {}
            case '"' -> {
                guess.texts = true;
                guess.text.see(data, at + 1, after - 1);
            }
            case '{' -> {
                guess.objects = true;
                seeMembers(data, at, end, guess);
            }
            case '[' -> {
                guess.arrays = true;
                seeElements(data, at, end, guess);
            }
            default -> {
                guess.bares = true;
                guess.bare.see(data, at, after);
            }
        }
        return after;
    }

    private void seeMembers(byte[] data, int from, int end, Guess guess) {
        int at = JsonSyntax.space(data, from + 1, end);
        while (data[at] != '}') {
            int close = syntax.stringEnd(data, at + 1, end);
            byte[] name = Arrays.copyOfRange(data, at + 1, close);
            if (syntax.isEscaped()) {
                byte[] resolved = new byte[name.length];
                name = Arrays.copyOf(resolved, Math.max(0, JsonSyntax.unescape(data, at + 1, close, resolved)));
            }
            Guess member = guess.members.computeIfAbsent(new String(name, StandardCharsets.UTF_8), key -> new Guess());
            at = JsonSyntax.space(data, close + 1, end) + 1;
            at = JsonSyntax.space(data, see(data, at, end, member), end);
            at = data[at] == ',' ? JsonSyntax.space(data, at + 1, end) : at;
        }
    }

    private void seeElements(byte[] data, int from, int end, Guess guess) {
        int at = JsonSyntax.space(data, from + 1, end);
        while (data[at] != ']') {
            if (guess.element.length == 0) {
                guess.element = new Guess[] {new Guess()};
            }
            at = JsonSyntax.space(data, see(data, at, end, guess.element[0]), end);
            at = data[at] == ',' ? JsonSyntax.space(data, at + 1, end) : at;
        }
    }
}
