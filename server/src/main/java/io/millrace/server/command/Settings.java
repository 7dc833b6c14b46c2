package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.state.StateBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The settings of a session that the engine obeys, and all keys that exist. */
final class Settings {
    static final String PARALLELISM = "parallelism.default";
    static final String CONSISTENCY = "consistency";
    static final String CHECKPOINT_INTERVAL = "checkpoint.interval";
    static final String CHECKPOINTS_KEPT = "checkpoint.kept";
    static final String EPOCH_INTERVAL = "epoch.interval";
    static final String STATE_MEMORY = "state.memory";

    /** What scripts written for others say instead. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "table.exec.resource.default-parallelism", PARALLELISM,
                    "execution.checkpointing.interval", CHECKPOINT_INTERVAL,
                    "state.checkpoints.num-retained", CHECKPOINTS_KEPT,
                    "execution.checkpointing.num-retained", CHECKPOINTS_KEPT);

    /** Every key that means something here. */
    static final List<String> KNOWN =
            List.of(
                    PARALLELISM,
                    CONSISTENCY,
                    CHECKPOINT_INTERVAL,
                    CHECKPOINTS_KEPT,
                    EPOCH_INTERVAL,
                    STATE_MEMORY,
                    "table.local-time-zone",
                    "table.exec.state.ttl",
                    "execution.runtime-mode",
                    "pipeline.name",
                    "table.exec.resource.default-parallelism",
                    "execution.checkpointing.interval",
                    "state.checkpoints.num-retained",
                    "execution.checkpointing.num-retained");

    /** Whether a setting says how a job is run, and nothing of what it means. */
    static boolean isOfTheRun(String key) {
        return !key.startsWith("table.") && !key.equals("execution.runtime-mode");
    }

    /**
     * Keys of other engines, by how they begin: accepted, so that scripts run as they are, and without meaning here.
     */
    private static final List<String> WITHOUT_MEANING =
            List.of(
                    "table.",
                    "execution.",
                    "state.",
                    "pipeline.",
                    "sql-client.",
                    "taskmanager.",
                    "jobmanager.",
                    "restart-strategy",
                    "parallelism.",
                    "rest.",
                    "metrics.",
                    "akka.",
                    "pekko.",
                    "classloader.",
                    "env.",
                    "security.",
                    "high-availability",
                    "kubernetes.",
                    "yarn.",
                    "s3.",
                    "fs.",
                    "io.",
                    "cluster.",
                    "client.",
                    "web.",
                    "historyserver.",
                    "slot",
                    "heartbeat.",
                    "blob.",
                    "queryable-state.",
                    "python.",
                    "job.");

    private static final int CHECKPOINTS_KEPT_BY_ITSELF = 3;
    private static final int MAX_PARALLELISM = 128;

    private Settings() {}

    /** What is to be made of a key. */
    enum Meaning {
        KNOWN,
        /** Another engine's; ignored. */
        NONE
    }

    /**
     * @throws MillraceException where nobody knows the key
     */
    static Meaning meaning(String key) {
        if (KNOWN.contains(key)) {
            return Meaning.KNOWN;
        }
        String suggestion = Nearest.suggestion(key, KNOWN);
        for (String prefix : WITHOUT_MEANING) {
            // A key that is one letter off a known one was meant to be that one.
            if (key.startsWith(prefix) && suggestion.isEmpty()) {
                return Meaning.NONE;
            }
        }
        throw MillraceException.user("unknown-setting", "there is no setting '" + key + "'" + suggestion);
    }

    /** How a job runs under these settings. */
    static EngineSettings engine(Map<String, String> given, Optional<Path> checkpoints) {
        Consistency consistency = consistency(value(given, CONSISTENCY, "eventual"));
        long checkpointMillis = millis(given, CHECKPOINT_INTERVAL, EngineSettings.CHECKPOINT_INTERVAL_MILLIS);
        long epochMillis = millis(given, EPOCH_INTERVAL, EngineSettings.EPOCH_INTERVAL_MILLIS);
        boolean epochs = consistency == Consistency.EPOCH;
        EngineSettings.Retention retention =
                new EngineSettings.Retention(
                        integer(given, CHECKPOINTS_KEPT, CHECKPOINTS_KEPT_BY_ITSELF, 1_000),
                        epochs ? checkpointMillis : 0);
        int cores = Runtime.getRuntime().availableProcessors();
        return new EngineSettings(
                integer(given, PARALLELISM, cores, MAX_PARALLELISM),
                consistency,
                new EngineSettings.Checkpoints(checkpoints, epochs ? epochMillis : checkpointMillis, retention),
                new EngineSettings.Memory(bytes(given, STATE_MEMORY, StateBudget.shareOfHeap())));
    }

    private static Consistency consistency(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "eventual" -> Consistency.EVENTUAL;
            case "epoch" -> Consistency.EPOCH;
            default -> throw bad(CONSISTENCY, value, "'eventual' or 'epoch'");
        };
    }

    private static String value(Map<String, String> given, String key, String fallback) {
        String value = given.get(key);
        if (value != null) {
            return value;
        }
        for (Map.Entry<String, String> other : OTHER_NAMES.entrySet()) {
            if (other.getValue().equals(key) && given.containsKey(other.getKey())) {
                return given.getOrDefault(other.getKey(), fallback);
            }
        }
        return fallback;
    }

    private static int integer(Map<String, String> given, String key, int fallback, int most) {
        String value = value(given, key, "");
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw bad(key, value, "a whole number from 1 to " + most);
    }

    private static long millis(Map<String, String> given, String key, long fallback) {
        String value = value(given, key, "");
        return value.isEmpty() ? fallback : millis(key, value);
    }

    /** {@code 10 s}, {@code 100ms}, {@code 1min}; a bare number is milliseconds. */
    static long millis(String key, String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        long unit =
                switch (text.substring(digits).strip()) {
                    case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> 1;
                    case "s", "sec", "secs", "second", "seconds" -> 1_000;
                    case "m", "min", "minute", "minutes" -> 60_000;
                    case "h", "hour", "hours" -> 3_600_000;
                    default -> 0;
                };
        if (digits == 0 || digits > 12 || unit == 0 || Long.parseLong(text.substring(0, digits)) == 0) {
            throw bad(key, value, "a length of time, such as '10 s' or '100 ms'");
        }
        return Long.parseLong(text.substring(0, digits)) * unit;
    }

    private static long bytes(Map<String, String> given, String key, long fallback) {
        String value = value(given, key, "");
        return value.isEmpty() ? fallback : bytes(key, value);
    }

    /** {@code 512mb}, {@code 4 GB}, {@code 100k}; a bare number is bytes. */
    static long bytes(String key, String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        long unit =
                switch (text.substring(digits).strip()) {
                    case "", "b", "bytes" -> 1;
                    case "k", "kb", "kib", "kibibytes" -> 1L << 10;
                    case "m", "mb", "mib", "mebibytes" -> 1L << 20;
                    case "g", "gb", "gib", "gibibytes" -> 1L << 30;
                    default -> 0;
                };
        if (digits == 0 || digits > 12 || unit == 0 || Long.parseLong(text.substring(0, digits)) == 0) {
            throw bad(key, value, "a size, such as '512 MB' or '4gb'");
        }
        return Long.parseLong(text.substring(0, digits)) * unit;
    }

    private static MillraceException bad(String key, String value, String expected) {
        return MillraceException.user("bad-setting", "'" + key + "' is " + expected + ", not '" + value + "'");
    }
}
