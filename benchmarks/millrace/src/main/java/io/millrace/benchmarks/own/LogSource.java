package io.millrace.benchmarks.own;

import io.millrace.connectors.generators.nexmark.EventKind;
import io.millrace.data.Schema;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** The events of one kind; a split is one stripe of the log. */
public record LogSource(EventKind kind, Schema schema) implements Source {

    @Override
    public Boundedness boundedness() {
        return Boundedness.UNBOUNDED; // its peers read it as a stream too
    }

    @Override
    public SplitEnumerator enumerator(EnumeratorContext context) {
        List<Split> splits = new ArrayList<>();
        for (int index = 0; index < context.parallelism(); index++) {
            splits.add(new Split(Integer.toString(index), index + "/" + context.parallelism()));
        }
        return Source.fixed(splits, context);
    }

    @Override
    public SplitReader reader(ReaderContext context) {
        return new LogReader(this, context);
    }

    @Override
    public String describe() {
        return "event-log " + kind;
    }
}
