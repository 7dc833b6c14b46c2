package io.millrace.benchmarks.own;

import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;

/** The folding sink. */
public record FoldSink(Schema schema) implements Sink {
    @Override
    public SinkWriter writer(WriterContext context) {
        return new FoldWriter(schema, context.services().buffers());
    }

    @Override
    public Accepts accepts() {
        return Accepts.WEIGHTS;
    }

    @Override
    public String describe() {
        return "fold";
    }
}
