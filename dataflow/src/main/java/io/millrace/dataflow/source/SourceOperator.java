package io.millrace.dataflow.source;

import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.Output;

/** An operator without inputs: it is polled. Splits reach it in the order in which they and the barriers were sent. */
public interface SourceOperator extends Operator {

    /** Emits up to about a batch. Called only while there is room. */
    Polled poll(SourceOutput output);

    /** A split to read after those it has. */
    void assign(Split split);

    /** No further split will be assigned. */
    void noMoreSplits();

    @Override
    default int process(int input, Batch batch, int from, Output output) {
        throw MillraceException.internal("a source has no inputs");
    }

    /** What to do next with this source. */
    sealed interface Polled {
        /** Poll again. */
        record More() implements Polled {}

        /** It could read another split now: ask the enumerator, and poll again meanwhile. */
        record WantsSplit() implements Polled {}

        /** Nothing to read before this processing time, in milliseconds, or an assignment. */
        record NothingUntil(long timeMillis) implements Polled {}

        /** All splits are read and no further one will come. */
        record End() implements Polled {}

        More MORE = new More();
        WantsSplit WANTS_SPLIT = new WantsSplit();
        End END = new End();
    }

    /** Where a source's rows and its event time go. */
    interface SourceOutput extends Output {

        /** No row before {@code time}, in microseconds, will follow. Not less than the last one. */
        void watermark(long time);

        /** This source has nothing to say about event time until its next watermark. */
        void idle();
    }
}
