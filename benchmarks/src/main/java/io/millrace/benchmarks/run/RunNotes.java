package io.millrace.benchmarks.run;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How this process runs: what every report says of it, beside what its engine adds. */
public final class RunNotes {
    private RunNotes() {}

    /** Parallelism, arguments of the engine's own, and the JVM with its flags and collectors. */
    public static Map<String, String> of(RunRequest request) {
        Map<String, String> notes = new TreeMap<>(request.extras());
        notes.put("parallelism", Integer.toString(request.parallelism()));
        notes.put("java", System.getProperty("java.vm.version"));
        notes.put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        notes.put(
                "collectors",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")));
        return notes;
    }
}
