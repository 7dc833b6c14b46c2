package io.millrace.dataflow.connector;

import io.millrace.data.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table as it was declared, for whoever makes a source or a sink of it.
 *
 * @param name the table's name, for messages
 * @param schema its physical columns; empty where the connector is asked for them
 * @param options its WITH clause, {@code connector} included
 * @param folder what relative paths are relative to
 */
public record TableOptions(String name, Schema schema, Keys keys, Map<String, String> options, Path folder) {

    public TableOptions {
        options = Map.copyOf(options);
    }

    /**
     * The columns of the primary key, those that the table is partitioned by, and for those that the connector knows
     * beside its rows what it calls them.
     */
    public record Keys(List<String> primary, List<String> partition, Map<String, String> metadata) {
        public static final Keys NONE = new Keys(List.of(), List.of());

        public Keys {
            primary = List.copyOf(primary);
            partition = List.copyOf(partition);
            metadata = Map.copyOf(metadata);
        }

        /** Without metadata. */
        public Keys(List<String> primary, List<String> partition) {
            this(primary, partition, Map.of());
        }
    }

    /** The option as it stands there, or an empty text. */
    public String raw(String key) {
        return options.getOrDefault(key, "");
    }

    /** The options in the order of their names, so that messages do not depend on a hash. */
    public Map<String, String> sorted() {
        return new TreeMap<>(options);
    }
}
