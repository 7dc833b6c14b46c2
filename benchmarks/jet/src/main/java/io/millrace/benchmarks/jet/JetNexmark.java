package io.millrace.benchmarks.jet;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import io.millrace.benchmarks.events.EventLog;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.RowFile;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.benchmarks.run.RunNotes;
import io.millrace.benchmarks.run.RunReport;
import io.millrace.benchmarks.run.RunRequest;
import io.millrace.benchmarks.run.WarmUp;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one Nexmark query in an embedded Jet and prints the report as the last line. */
public final class JetNexmark {
    private static volatile @Nullable RowFile rowFile;

    private JetNexmark() {}

    /** Where the sink writes its rows, if at all. */
    static @Nullable RowFile rowFile() {
        return rowFile;
    }

    public static void main(String[] args) throws Exception {
        RunRequest request = RunRequest.parse(args);
        EventLog log = EventLog.read(request.log());
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config(request.parallelism()));
        WarmUp.before(request.load(), load -> run(member, request, log, load));
        RunReport report;
        try (RowFile rows = request.rows().isPresent() ? new RowFile(request.rows().get()) : null) {
            rowFile = rows;
            report = run(member, request, log, request.load());
        }
        System.out.println(report.toJson());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static RunReport run(HazelcastInstance member, RunRequest request, EventLog log, Load load)
            throws Exception {
        try (RunMeter meter = new RunMeter(log, load)) {
            JobConfig config = new JobConfig().setMetricsEnabled(false);
            if (request.checkpoints().isPresent()) {
                config.setProcessingGuarantee(ProcessingGuarantee.EXACTLY_ONCE)
                        .setSnapshotIntervalMillis(request.checkpointMillis());
            }
            member.getJet().newJob(JetQueries.pipeline(request), config).join();
            meter.close();
            return new RunReport(
                    "Hazelcast Jet " + member.getCluster().getLocalMember().getVersion(),
                    request.query(),
                    meter.measured(),
                    meter.result(),
                    notes(request));
        }
    }

    private static Map<String, String> notes(RunRequest request) {
        Map<String, String> notes = RunNotes.of(request);
        notes.put("cooperative threads", Integer.toString(request.parallelism()));
        notes.put("snapshots", request.checkpoints().isPresent() ? "exactly once, in memory" : "none");
        return notes;
    }

    static Config config(int parallelism) {
        Config config = new Config();
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getJetConfig().setEnabled(true).setCooperativeThreadCount(parallelism);
        return config;
    }
}
