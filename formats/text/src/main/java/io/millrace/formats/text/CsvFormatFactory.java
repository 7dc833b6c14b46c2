package io.millrace.formats.text;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.FormatFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.Option.Kind;
import io.millrace.dataflow.connector.OptionValues;
import io.millrace.dataflow.connector.TableOptions;
import java.util.List;

/** Makes the format {@code csv}. */
public final class CsvFormatFactory implements FormatFactory {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String doc() {
        return "Comma-separated values, RFC 4180";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Options.DELIMITER,
                Options.QUOTE,
                Options.NO_QUOTE,
                Options.HEADER,
                Options.NULL_LITERAL,
                Options.COMMENTS,
                Options.QUOTED_LINE_ENDS,
                Options.IGNORE_ERRORS);
    }

    @Override
    public Format format(TableOptions table) {
        OptionValues values = new OptionValues(table);
        byte delimiter = character(values, Options.DELIMITER);
        byte quote = character(values, Options.QUOTE);
        boolean quotes = !values.isTrue(Options.NO_QUOTE);
        if (quotes && quote == delimiter) {
            throw MillraceException.user(
                    "bad-option",
                    "Table " + table.name() + ": 'csv.quote-character' and 'csv.field-delimiter' are the same");
        }
        CsvDialect dialect =
                new CsvDialect(
                        delimiter,
                        quotes ? quote : CsvDialect.NO_QUOTE,
                        values.isTrue(Options.HEADER) ? CsvDialect.Header.PRESENT : CsvDialect.Header.ABSENT,
                        values.text(Options.NULL_LITERAL),
                        values.isTrue(Options.COMMENTS) ? CsvDialect.Comments.SKIPPED : CsvDialect.Comments.DATA);
        CsvCut cut = values.isTrue(Options.QUOTED_LINE_ENDS) ? CsvCut.LOOKED_THROUGH : CsvCut.AT_EVERY_LINE;
        return new CsvFormat(dialect, cut, table.schema());
    }

    private static byte character(OptionValues values, Option option) {
        String text = values.text(option).replace("\\t", "\t");
        if (text.length() != 1 || text.charAt(0) >= 0x80 || text.equals("\n") || text.equals("\r")) {
            throw values.wrong(option.name(), values.text(option), "one ASCII character, or \\t");
        }
        return (byte) text.charAt(0);
    }

    /** Loaded only where CSV is named. */
    private static final class Options {
        static final Option DELIMITER =
                Option.of("csv.field-delimiter", Kind.TEXT, ",", "What stands between fields; \\t is a tab");
        static final Option QUOTE =
                Option.of("csv.quote-character", Kind.TEXT, "\"", "What stands around fields that need it");
        static final Option NO_QUOTE =
                Option.of(
                        "csv.disable-quote-character", Kind.BOOLEAN, "false", "Take the quote character as any other");
        static final Option HEADER =
                Option.of(
                        "csv.header",
                        Kind.BOOLEAN,
                        "false",
                        "The first record names the columns, which are then found by name");
        static final Option NULL_LITERAL =
                Option.of(
                        "csv.null-literal",
                        Kind.TEXT,
                        "",
                        "What stands for a missing value; without it an empty field without quotes is one");
        static final Option COMMENTS =
                Option.of("csv.allow-comments", Kind.BOOLEAN, "false", "Leave out lines that begin with #");
        static final Option QUOTED_LINE_ENDS =
                Option.of(
                        "csv.quoted-line-ends",
                        Kind.BOOLEAN,
                        "true",
                        "Fields in quotes may hold line ends; where false, large files are cut without being looked through");
        static final Option IGNORE_ERRORS =
                Option.of("csv.ignore-parse-errors", Kind.BOOLEAN, "false", "The same as 'on-error' = 'skip'");

        private Options() {}
    }
}
