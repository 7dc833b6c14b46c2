package io.millrace.server.print;

import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;

/**
 * Where the rows of a printed query go. It is part of the plan, and so knows a name alone: the printer of that name,
 * which runs in this process, is found when a writer is made.
 */
public record ResultSink(String name, Schema schema) implements Sink {

    @Override
    public SinkWriter writer(WriterContext context) {
        return Printer.running(name).writer(context);
    }

    @Override
    public Accepts accepts() {
        return Accepts.WEIGHTS;
    }

    @Override
    public String identity() {
        return name;
    }

    @Override
    public String describe() {
        return "to the reader " + schema;
    }
}
