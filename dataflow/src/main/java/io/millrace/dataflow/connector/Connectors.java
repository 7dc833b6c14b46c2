package io.millrace.dataflow.connector;

import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The connectors and formats on the class path. Any thread may call. */
public final class Connectors {
    private Connectors() {}

    /** A source for a table, whose options are checked. */
    public static Source source(TableOptions table) {
        return checked(table).source(table);
    }

    /** A sink for a table, whose options are checked. */
    public static Sink sink(TableOptions table) {
        ConnectorFactory connector = checked(table);
        for (Field field : table.schema().fields()) {
            if (table.keys().metadata().containsKey(field.name())) {
                throw MillraceException.user(
                        "not-writable",
                        "Table "
                                + table.name()
                                + ": column "
                                + field.name()
                                + " can only be read; declare it METADATA ... VIRTUAL");
            }
        }
        return connector.sink(table);
    }

    /** The columns of a table that was declared without any. */
    public static Schema infer(TableOptions table) {
        return checked(table).infer(table);
    }

    /** Finds the connector of a table and checks the names of its options: what {@code CREATE TABLE} does. */
    public static ConnectorFactory checked(TableOptions table) {
        ConnectorFactory connector = connector(table);
        List<Option> known = new ArrayList<>(connector.options());
        String subject = "connector '" + connector.name() + "'";
        if (connector.usesFormat()) {
            FormatFactory format = formatFactory(table);
            known.addAll(format.options());
            subject += " with format '" + format.name() + "'";
        }
        OptionCheck.check(table, subject, known);
        checkMetadata(table, connector);
        return connector;
    }

    private static void checkMetadata(TableOptions table, ConnectorFactory connector) {
        for (Map.Entry<String, String> column : new TreeMap<>(table.keys().metadata()).entrySet()) {
            List<String> known = connector.metadata();
            if (!known.contains(column.getValue())) {
                throw MillraceException.user(
                        "unknown-metadata",
                        "Table "
                                + table.name()
                                + ", column "
                                + column.getKey()
                                + ": connector '"
                                + connector.name()
                                + "' has no metadata '"
                                + column.getValue()
                                + "'"
                                + Nearest.suggestion(column.getValue(), known)
                                + (known.isEmpty() ? "; it has none" : " It has " + String.join(", ", known)));
            }
        }
    }

    /** The format that a table's {@code 'format'} names. */
    public static Format format(TableOptions table) {
        return formatFactory(table).format(table);
    }

    /** All connectors, by name. */
    public static List<ConnectorFactory> connectors() {
        return ServiceLoader.load(ConnectorFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ConnectorFactory::name))
                .toList();
    }

    /** All formats, by name. */
    public static List<FormatFactory> formats() {
        return ServiceLoader.load(FormatFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(FormatFactory::name))
                .toList();
    }

    private static ConnectorFactory connector(TableOptions table) {
        String name = table.raw("connector");
        for (ConnectorFactory factory : ServiceLoader.load(ConnectorFactory.class)) {
            if (factory.name().equals(name)) {
                return factory;
            }
        }
        throw unknown("connector", name, table, connectors().stream().map(ConnectorFactory::name).toList());
    }

    private static FormatFactory formatFactory(TableOptions table) {
        String name = table.raw("format");
        for (FormatFactory factory : ServiceLoader.load(FormatFactory.class)) {
            if (factory.name().equals(name)) {
                return factory;
            }
        }
        throw unknown("format", name, table, formats().stream().map(FormatFactory::name).toList());
    }

    private static MillraceException unknown(String what, String name, TableOptions table, List<String> known) {
        String there = " There are " + String.join(", ", known);
        if (name.isEmpty()) {
            return MillraceException.user(
                    what + "-missing",
                    "Table " + table.name() + " needs '" + what + "' = '...' in its WITH clause." + there);
        }
        String suggestion = Nearest.suggestion(name, known);
        return MillraceException.user(
                "unknown-" + what,
                "Table "
                        + table.name()
                        + ": there is no "
                        + what
                        + " '"
                        + name
                        + "'"
                        + (suggestion.isEmpty() ? "." : suggestion)
                        + there);
    }
}
