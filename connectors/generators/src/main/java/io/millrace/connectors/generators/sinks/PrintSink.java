package io.millrace.connectors.generators.sinks;

import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import java.io.PrintStream;

/** Prints changes as lines. */
record PrintSink(String table, Schema schema, String identifier, Stream stream) implements Sink {

    /** Where the lines go. */
    enum Stream {
        STANDARD_OUTPUT,
        STANDARD_ERROR;

        PrintStream open() {
            return this == STANDARD_OUTPUT ? System.out : System.err;
        }
    }

    @Override
    public SinkWriter writer(WriterContext context) {
        String task = context.parallelism() > 1 ? Integer.toString(context.index() + 1) : "";
        String between = identifier.isEmpty() || task.isEmpty() ? "" : ":";
        String prefix = identifier.isEmpty() && task.isEmpty() ? "" : identifier + between + task + "> ";
        return new PrintWriter(schema, prefix, stream.open());
    }

    @Override
    public Accepts accepts() {
        return Accepts.WEIGHTS;
    }

    @Override
    public String describe() {
        return "print " + table;
    }
}
