package io.millrace.benchmarks.jet;

import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.aggregate.AggregateOperation;
import com.hazelcast.jet.aggregate.AggregateOperation1;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.datamodel.KeyedWindowResult;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.SinkBuilder;
import com.hazelcast.jet.pipeline.StreamStage;
import com.hazelcast.jet.pipeline.WindowDefinition;
import io.millrace.benchmarks.run.RowFile;
import io.millrace.benchmarks.run.RowFold;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.benchmarks.run.RunRequest;
import io.millrace.benchmarks.run.SinkTotals;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The queries that Jet's pipeline API expresses. */
final class JetQueries {
    private static final long LAG_MILLIS = 4000;
    private static final long WINDOW_MILLIS = 10_000;
    private static final long SLIDE_MILLIS = 2000;

    private JetQueries() {}

    static Pipeline pipeline(RunRequest request) {
        Pipeline pipeline = Pipeline.create();
        switch (request.query()) {
            case "q0" -> passThrough(pipeline);
            case "q5" -> hotItems(pipeline);
            default -> throw new IllegalArgumentException("Not written for Jet: " + request.query());
        }
        return pipeline;
    }

    private static void passThrough(Pipeline pipeline) {
        pipeline.readFrom(LogProcessor.source(LogProcessor::bid, true)).withoutTimestamps().writeTo(bids());
    }

    private static void hotItems(Pipeline pipeline) {
        StreamStage<KeyedWindowResult<Long, Long>> counts =
                pipeline.readFrom(LogProcessor.source(LogProcessor::auction, false))
                        .withNativeTimestamps(LAG_MILLIS)
                        .groupingKey(auction -> auction)
                        .window(WindowDefinition.sliding(WINDOW_MILLIS, SLIDE_MILLIS))
                        .aggregate(AggregateOperations.counting());
        // Every sliding window ends in a tumbling window of its own.
        counts.window(WindowDefinition.tumbling(SLIDE_MILLIS))
                .aggregate(mostBids())
                .flatMap(window -> Traversers.traverseIterable(window.result()))
                .writeTo(hotAuctions());
    }

    /** An auction and its number of bids. */
    record Hot(long auction, long bids) implements Serializable {}

    /** All results that share the largest count. */
    private static AggregateOperation1<KeyedWindowResult<Long, Long>, List<Hot>, List<Hot>> mostBids() {
        return AggregateOperation.withCreate(() -> (List<Hot>) new ArrayList<Hot>())
                .<KeyedWindowResult<Long, Long>>andAccumulate(
                        (best, count) -> keepBest(best, count.key(), count.result()))
                .andCombine((best, others) -> others.forEach(other -> keepBest(best, other.auction(), other.bids())))
                .andExportFinish(ArrayList::new);
    }

    private static void keepBest(List<Hot> best, long auction, long bids) {
        if (!best.isEmpty() && bids > best.getFirst().bids()) {
            best.clear();
        }
        if (best.isEmpty() || bids == best.getFirst().bids()) {
            best.add(new Hot(auction, bids));
        }
    }

    private static Sink<LogProcessor.Bid> bids() {
        return SinkBuilder.sinkBuilder("fold", context -> RunMeter.current().sink())
                .<LogProcessor.Bid>receiveFn(JetQueries::fold)
                .build();
    }

    private static void fold(SinkTotals totals, LogProcessor.Bid bid) {
        long hash = RowFold.number(RowFold.start(), bid.auction());
        hash = RowFold.number(hash, bid.bidder());
        hash = RowFold.number(hash, bid.price());
        hash = RowFold.number(hash, bid.dateTime());
        totals.add(RowFold.text(hash, bid.bytes(), bid.extraStart(), bid.extraLength()), 1);
        RowFile rows = JetNexmark.rowFile();
        if (rows != null) {
            rows.write(
                    1,
                    List.of(
                            Long.toString(bid.auction()),
                            Long.toString(bid.bidder()),
                            Long.toString(bid.price()),
                            RowFile.time(bid.dateTime()),
                            RowFile.text(bid.bytes(), bid.extraStart(), bid.extraLength())));
        }
    }

    private static Sink<Hot> hotAuctions() {
        return SinkBuilder.sinkBuilder("fold", context -> RunMeter.current().sink())
                .<Hot>receiveFn(JetQueries::fold)
                .build();
    }

    private static void fold(SinkTotals totals, Hot hot) {
        totals.add(RowFold.number(RowFold.number(RowFold.start(), hot.auction()), hot.bids()), 1);
        RowFile rows = JetNexmark.rowFile();
        if (rows != null) {
            rows.write(1, List.of(Long.toString(hot.auction()), Long.toString(hot.bids())));
        }
    }
}
