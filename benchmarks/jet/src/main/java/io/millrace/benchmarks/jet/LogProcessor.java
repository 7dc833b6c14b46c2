package io.millrace.benchmarks.jet;

import com.hazelcast.function.FunctionEx;
import com.hazelcast.jet.Traverser;
import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.EventTimeMapper;
import com.hazelcast.jet.core.EventTimePolicy;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.StreamSource;
import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.connectors.generators.nexmark.EventKind;
import org.jspecify.annotations.Nullable;

/**
 * Source of the bids of one stripe of the log. What is made of a bid is up to the query, so that it pays for no more.
 */
final class LogProcessor<T> extends AbstractProcessor {
    private static final int ROWS_PER_CALL = 256;
    private static final int TIME_SLOT = 3;

    private final FunctionEx<EventCursor, T> decode;
    private final boolean whole;
    private final EventTimeMapper<? super T> times;
    private final RunMeter meter = RunMeter.current();
    private final RunMeter.Scan scan = meter.scan("bid");

    private @Nullable EventCursor cursor;
    private Traverser<Object> pending = Traversers.empty();

    private LogProcessor(FunctionEx<EventCursor, T> decode, boolean whole, EventTimePolicy<? super T> policy) {
        this.decode = decode;
        this.whole = whole;
        this.times = new EventTimeMapper<>(policy);
        times.addPartitions(1);
    }

    /**
     * @param whole whether it decodes most of a row
     */
    static <T> StreamSource<T> source(FunctionEx<EventCursor, T> decode, boolean whole) {
        return Sources.streamFromProcessorWithWatermarks(
                "event-log", true, policy -> ProcessorMetaSupplier.of(() -> new LogProcessor<>(decode, whole, policy)));
    }

    /** A bid with the columns of q0; the text lies in the log. */
    record Bid(long auction, long bidder, long price, long dateTime, byte[] bytes, int extraStart, int extraLength) {}

    static Bid bid(EventCursor at) {
        int start = at.textStart(2);
        return new Bid(
                at.number(0),
                at.number(1),
                at.number(2),
                at.number(TIME_SLOT),
                at.bytes(),
                start,
                at.textEnd(2) - start);
    }

    static Long auction(EventCursor at) {
        return at.number(0);
    }

    @Override
    protected void init(Context context) {
        cursor =
                new EventCursor(
                        meter.log(),
                        meter.stripe(context.globalProcessorIndex(), context.totalParallelism()),
                        EventKind.BID,
                        whole);
    }

    @Override
    public boolean complete() {
        EventCursor at = cursor;
        if (at == null) {
            return true;
        }
        long now = System.nanoTime();
        for (int i = 0; i < ROWS_PER_CALL; i++) {
            if (!emitFromTraverser(pending)) {
                return false;
            }
            if (!at.advance()) {
                scan.passed(at.position());
                return true;
            }
            pending = times.flatMapEvent(now, decode.apply(at), 0, at.number(TIME_SLOT));
        }
        scan.passed(at.position());
        return meter.stopped() && emitFromTraverser(pending);
    }
}
