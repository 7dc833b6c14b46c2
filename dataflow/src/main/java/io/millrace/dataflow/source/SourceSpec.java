package io.millrace.dataflow.source;

import io.millrace.dataflow.OperatorSpec;

/** The spec of a {@link SourceOperator}: tells the coordinator which source to enumerate the splits of. */
public interface SourceSpec extends OperatorSpec {
    Source source();

    @Override
    default int inputCount() {
        return 0;
    }
}
