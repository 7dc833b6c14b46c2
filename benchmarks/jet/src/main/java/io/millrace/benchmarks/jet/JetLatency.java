package io.millrace.benchmarks.jet;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Traverser;
import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.EventTimeMapper;
import com.hazelcast.jet.core.EventTimePolicy;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.datamodel.KeyedWindowResult;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.SinkBuilder;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.jet.pipeline.WindowDefinition;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.RunNotes;
import io.millrace.benchmarks.run.RunRequest;
import io.millrace.benchmarks.run.Schedule;

/** Counts in a sliding window at a fixed rate of events, and prints the report of its delays as the last line. */
public final class JetLatency {
    private static final long WINDOW_MILLIS = 1_000;
    private static final long SLIDE_MILLIS = 10;

    private JetLatency() {}

    public static void main(String[] args) {
        RunRequest request = RunRequest.parse(args);
        HazelcastInstance member = Hazelcast.newHazelcastInstance(JetNexmark.config(request.parallelism()));
        Pipeline pipeline = Pipeline.create();
        pipeline.readFrom(source())
                .withNativeTimestamps(0)
                .groupingKey(key -> key)
                .window(WindowDefinition.sliding(WINDOW_MILLIS, SLIDE_MILLIS))
                .aggregate(AggregateOperations.counting())
                .writeTo(
                        SinkBuilder.sinkBuilder("delays", context -> Schedule.current().sink())
                                .<KeyedWindowResult<Long, Long>>receiveFn(
                                        (delays, window) -> delays.out(window.end(), 1))
                                .build());
        Schedule schedule =
                Schedule.start(
                        Double.parseDouble(request.extras().getOrDefault("rate", "100000")),
                        Long.parseLong(request.extras().getOrDefault("keys", "10000")),
                        (Load.Seconds) request.load());
        member.getJet().newJob(pipeline, new JobConfig().setMetricsEnabled(false)).join();
        String version = "Hazelcast Jet " + member.getCluster().getLocalMember().getVersion();
        System.out.println(schedule.report(version, RunNotes.of(request)).toJson());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static StreamSource<Long> source() {
        return Sources.streamFromProcessorWithWatermarks(
                "paced", true, policy -> ProcessorMetaSupplier.of(() -> new Paced(policy)));
    }

    /** Every n-th event of the schedule. */
    private static final class Paced extends AbstractProcessor {
        private static final int ROWS_PER_CALL = 256;

        private final EventTimeMapper<? super Long> times;
        private final Schedule schedule = Schedule.current();

        private int index;
        private int count;
        private long next;
        private Traverser<Object> pending = Traversers.empty();

        private Paced(EventTimePolicy<? super Long> policy) {
            this.times = new EventTimeMapper<>(policy);
            times.addPartitions(1);
        }

        @Override
        protected void init(Context context) {
            index = context.globalProcessorIndex();
            count = context.totalParallelism();
        }

        @Override
        public boolean complete() {
            if (!emitFromTraverser(pending)) {
                return false;
            }
            long due = Math.min(schedule.due(count), next + ROWS_PER_CALL);
            long now = System.nanoTime();
            while (next < due) {
                Long key = schedule.key(next, index, count);
                pending = times.flatMapEvent(now, key, 0, schedule.timeMillis(next, index, count));
                next++;
                if (!emitFromTraverser(pending)) {
                    return false;
                }
            }
            return schedule.isOver();
        }
    }
}
