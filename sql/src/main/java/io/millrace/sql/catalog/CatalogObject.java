package io.millrace.sql.catalog;

import io.millrace.data.Field;
import io.millrace.data.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a script can define under a name and read from. */
public sealed interface CatalogObject {

    String name();

    /** The columns that a query sees. */
    Schema schema();

    /**
     * A table of a connector.
     *
     * @param primaryKey names of the key columns, empty where none is declared
     * @param partitionKeys names of the columns by which a sink divides its output
     * @param options the WITH clause, in the order of the DDL
     */
    record TableDefinition(
            String name,
            List<ColumnDefinition> columns,
            Optional<WatermarkDefinition> watermark,
            List<String> primaryKey,
            List<String> partitionKeys,
            Map<String, String> options)
            implements CatalogObject {
        public TableDefinition {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            partitionKeys = List.copyOf(partitionKeys);
            options = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(options));
        }

        @Override
        public Schema schema() {
            return new Schema(columns.stream().map(ColumnDefinition::field).toList());
        }

        /** The columns that the connector itself reads: physical ones and metadata. */
        public Schema readSchema() {
            return new Schema(
                    columns.stream()
                            .filter(column -> !(column instanceof ColumnDefinition.Computed))
                            .map(ColumnDefinition::field)
                            .toList());
        }

        /** The columns that an INSERT gives. */
        public Schema writeSchema() {
            return new Schema(
                    columns.stream().filter(TableDefinition::isWritten).map(ColumnDefinition::field).toList());
        }

        private static boolean isWritten(ColumnDefinition column) {
            return switch (column) {
                case ColumnDefinition.Physical ignored -> true;
                case ColumnDefinition.Computed ignored -> false;
                case ColumnDefinition.Metadata metadata -> metadata.access() == ColumnDefinition.Access.READ_WRITE;
            };
        }

        /** The same table with these options in place of its own of the same names. */
        public TableDefinition withOptions(Map<String, String> others) {
            if (others.isEmpty()) {
                return this;
            }
            Map<String, String> all = new java.util.LinkedHashMap<>(options);
            all.putAll(others);
            return new TableDefinition(name, columns, watermark, primaryKey, partitionKeys, all);
        }

        /** For each metadata column the connector's name for it. */
        public Map<String, String> metadata() {
            Map<String, String> keys = new java.util.TreeMap<>();
            for (ColumnDefinition column : columns) {
                if (column instanceof ColumnDefinition.Metadata metadata) {
                    keys.put(metadata.name(), metadata.key().orElse(metadata.name()));
                }
            }
            return keys;
        }

        /** The value of the option {@code connector}, if there is one. */
        public Optional<String> connector() {
            return Optional.ofNullable(options.get("connector"));
        }
    }

    /**
     * A named query.
     *
     * @param query its text, planned again wherever the view is read
     */
    record ViewDefinition(String name, List<Field> columns, String query) implements CatalogObject {
        public ViewDefinition {
            columns = List.copyOf(columns);
        }

        @Override
        public Schema schema() {
            return new Schema(columns);
        }
    }
}
