package io.millrace.benchmarks.own;

import io.millrace.connectors.generators.nexmark.EventKind;
import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.Source;
import java.util.List;
import java.util.Locale;

/** {@code 'connector' = 'event-log'}: the events of one kind, as a table with a column for each of theirs. */
public final class LogFactory implements ConnectorFactory {
    @Override
    public String name() {
        return "event-log";
    }

    @Override
    public String doc() {
        return "Nexmark's events from memory";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.required("kind", Option.Kind.TEXT, "person, auction or bid"));
    }

    @Override
    public Source source(TableOptions table) {
        return new LogSource(EventKind.valueOf(table.raw("kind").toUpperCase(Locale.ROOT)), table.schema());
    }
}
