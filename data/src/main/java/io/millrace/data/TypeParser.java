package io.millrace.data;

import java.util.ArrayList;
import java.util.List;

/** Reads types as {@link DataType#sql} writes them. */
public final class TypeParser {
    private final String text;
    private int at;

    private TypeParser(String text) {
        this.text = text;
    }

    /**
     * @throws MillraceException of kind INTERNAL where the text is none that {@link DataType#sql} wrote
     */
    public static DataType parse(String sql) {
        TypeParser parser = new TypeParser(sql);
        DataType type = parser.type();
        if (parser.at != sql.length()) {
            throw parser.wrong();
        }
        return type;
    }

    private DataType type() {
        String word = word();
        return switch (word) {
            case "DECIMAL" -> {
                expect("(");
                int precision = number();
                expect(", ");
                int scale = number();
                expect(")");
                yield new DataType.Decimal(precision, scale);
            }
            case "STRING" -> DataType.STRING;
            case "VARCHAR" -> new DataType.Varchar(parameter());
            case "CHAR" -> new DataType.Char(parameter());
            case "BYTES" -> DataType.BYTES;
            case "VARBINARY" -> new DataType.Varbinary(parameter());
            case "BINARY" -> new DataType.Binary(parameter());
            case "TIME" -> new DataType.Time(parameter());
            case "TIMESTAMP" -> new DataType.Timestamp(parameter());
            case "TIMESTAMP_LTZ" -> new DataType.TimestampLtz(parameter());
            case "INTERVAL" -> interval();
            case "ARRAY" -> {
                expect("<");
                DataType element = type();
                expect(">");
                yield new DataType.Array(element);
            }
            case "MAP" -> {
                expect("<");
                DataType key = type();
                expect(", ");
                DataType value = type();
                expect(">");
                yield new DataType.Mapping(key, value);
            }
            case "ROW" -> row();
            default -> plain(word);
        };
    }

    private DataType plain(String word) {
        for (DataType.Plain plain : DataType.Plain.values()) {
            if (plain.sql().equals(word)) {
                return plain;
            }
        }
        throw wrong();
    }

    private DataType interval() {
        for (DataType type : List.of(new DataType.MonthInterval(), new DataType.TimeInterval())) {
            String rest = type.sql().substring("INTERVAL".length());
            if (text.startsWith(rest, at)) {
                at += rest.length();
                return type;
            }
        }
        throw wrong();
    }

    private DataType row() {
        List<Field> fields = new ArrayList<>();
        expect("<");
        while (!text.startsWith(">", at)) {
            if (!fields.isEmpty()) {
                expect(", ");
            }
            expect("`");
            int end = text.indexOf("` ", at);
            if (end < 0) {
                throw wrong();
            }
            String name = text.substring(at, end);
            at = end + 2;
            fields.add(Field.of(name, type()));
        }
        expect(">");
        return new DataType.Row(fields);
    }

    private String word() {
        int start = at;
        while (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private int parameter() {
        expect("(");
        int number = number();
        expect(")");
        return number;
    }

    private int number() {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw wrong();
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private void expect(String wanted) {
        if (!text.startsWith(wanted, at)) {
            throw wrong();
        }
        at += wanted.length();
    }

    private MillraceException wrong() {
        return MillraceException.internal("no type, at character " + (at + 1) + ": " + text);
    }
}
