package io.millrace.server.engine;

import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import java.util.List;

/** A source of tests: one split, which ends. */
interface OneSplitSource extends Source {
    @Override
    default Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    default SplitEnumerator enumerator(EnumeratorContext context) {
        return Source.fixed(List.of(new Split("only", "")), context);
    }

    @Override
    default String describe() {
        return getClass().getSimpleName();
    }
}
