package io.millrace.worker;

import io.millrace.protocol.TaskId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/** The figures of all operators of a process, written by their threads now and then and read by anyone. */
public final class MetricsBoard {
    private final Map<Key, Figures> figures = new ConcurrentHashMap<>();
    private final Map<String, Boolean> told = new ConcurrentHashMap<>();
    private final BiConsumer<String, String> notices;

    /**
     * @param notices takes a code and a message that the user should see once
     */
    public MetricsBoard(BiConsumer<String, String> notices) {
        this.notices = notices;
    }

    /** Which operator instance. */
    public record Key(String vertex, TaskId task) {}

    /**
     * One reading of an operator instance.
     *
     * @param watermark in microseconds
     */
    public record Figures(
            Traffic in, Traffic out, long busyNanos, long stateBytes, long watermark, Map<String, Long> counters) {}

    /** Rows and the batches they came in. */
    public record Traffic(long rows, long batches) {}

    void publish(Key key, Figures reading) {
        figures.put(key, reading);
    }

    void notice(String code, String message) {
        if (told.putIfAbsent(code, true) == null) {
            notices.accept(code, message);
        }
    }

    /** The last reading of every operator instance, in the order of tasks. */
    public Map<Key, Figures> figures() {
        Map<Key, Figures> sorted =
                new ConcurrentSkipListMap<>(java.util.Comparator.comparing(Key::task).thenComparing(Key::vertex));
        sorted.putAll(figures);
        return sorted;
    }
}
