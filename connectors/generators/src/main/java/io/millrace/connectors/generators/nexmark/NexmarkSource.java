package io.millrace.connectors.generators.nexmark;

import io.millrace.data.Schema;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;

/** Nexmark events, read in ranges of their positions. */
record NexmarkSource(Schema schema, NexmarkOptions options) implements Source {

    @Override
    public Boundedness boundedness() {
        NexmarkOptions.Extent extent = options.extent();
        return extent.events() == 0 || extent.keepAlive() ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator enumerator(EnumeratorContext context) {
        return new NexmarkEnumerator(options, context);
    }

    @Override
    public SplitReader reader(ReaderContext context) {
        return new NexmarkReader(this, context);
    }

    @Override
    public String identity() {
        return "nexmark " + options;
    }

    @Override
    public String describe() {
        long events = options.extent().events();
        return "nexmark" + (events == 0 ? "" : " " + events + " events");
    }
}
