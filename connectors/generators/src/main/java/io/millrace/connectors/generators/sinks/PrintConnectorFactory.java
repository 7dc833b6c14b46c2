package io.millrace.connectors.generators.sinks;

import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.OptionValues;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.sink.Sink;
import java.util.List;

/** Makes the connector {@code print}. */
public final class PrintConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "print";
    }

    @Override
    public String doc() {
        return "Prints every change: +I[...] for an insert, -D[...] for a delete";
    }

    @Override
    public List<Option> options() {
        return List.of(Options.IDENTIFIER, Options.STANDARD_ERROR);
    }

    @Override
    public Sink sink(TableOptions table) {
        OptionValues values = new OptionValues(table);
        PrintSink.Stream stream =
                values.isTrue(Options.STANDARD_ERROR)
                        ? PrintSink.Stream.STANDARD_ERROR
                        : PrintSink.Stream.STANDARD_OUTPUT;
        return new PrintSink(table.name(), table.schema(), values.text(Options.IDENTIFIER), stream);
    }

    /** Loaded only where the connector is named. */
    private static final class Options {
        static final Option IDENTIFIER =
                Option.of("print-identifier", Option.Kind.TEXT, "", "What stands before every line");
        static final Option STANDARD_ERROR =
                Option.of(
                        "standard-error",
                        Option.Kind.BOOLEAN,
                        "false",
                        "Print to standard error instead of standard output");

        private Options() {}
    }
}
