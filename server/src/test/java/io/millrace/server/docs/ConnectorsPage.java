package io.millrace.server.docs;

import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.connector.FormatFactory;
import io.millrace.dataflow.connector.Option;
import java.util.List;
import java.util.Locale;

/**
 * Writes the tables of options into {@code docs/reference/connectors.md}: between {@code <!-- options of NAME -->} and
 * {@code <!-- end -->} stands what the code says; the rest of the page is written by hand.
 */
final class ConnectorsPage {
    private static final String END = "<!-- end -->";

    private ConnectorsPage() {}

    /** The page with its tables as they should be. */
    static String current(String page) {
        String text = page;
        for (ConnectorFactory connector : Connectors.connectors()) {
            text = replaced(text, "connector " + connector.name(), connector.doc(), connector.options());
        }
        for (FormatFactory format : Connectors.formats()) {
            text = replaced(text, "format " + format.name(), format.doc(), format.options());
        }
        return text;
    }

    private static String replaced(String page, String name, String doc, List<Option> options) {
        String begin = "<!-- options of " + name + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(END, Math.max(0, from));
        if (from < 0 || to < 0) {
            throw new AssertionError("the page has no place '" + begin + " … " + END + "'");
        }
        return page.substring(0, from + begin.length()) + "\n" + doc + ".\n\n" + table(options) + page.substring(to);
    }

    private static String table(List<Option> options) {
        if (options.isEmpty()) {
            return "It has no options.\n";
        }
        StringBuilder table = new StringBuilder("| option | value | default | meaning |\n| --- | --- | --- | --- |\n");
        for (Option option : options) {
            table.append("| `").append(option.name()).append("` | ");
            table.append(option.kind().name().toLowerCase(Locale.ROOT)).append(" | ");
            table.append(fallback(option)).append(" | ");
            table.append(option.doc().replace("|", "\\|")).append(" |\n");
        }
        return table.toString();
    }

    private static String fallback(Option option) {
        if (option.need() == Option.Need.REQUIRED) {
            return "*required*";
        }
        return option.fallback().isEmpty() ? "" : "`" + option.fallback() + "`";
    }
}
