package io.millrace.state;

import io.millrace.data.DataType;
import io.millrace.data.TypeParser;
import io.millrace.dataflow.state.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a table of a changed operator finds its rows: in which table of a snapshot, and for each of its own columns in
 * which column there.
 *
 * @param table as it is declared now
 * @param from as it was declared when the snapshot was taken
 * @param columns for each column now, a weight included, its index then, {@link #NULL} or {@link #ZERO}
 */
public record TableMapping(String table, String from, List<Integer> columns) {
    /** A column without a value for rows of before. */
    public static final int NULL = -1;

    /** A column that is zero for rows of before. */
    public static final int ZERO = -2;

    public TableMapping {
        columns = List.copyOf(columns);
    }

    /** A table in a snapshot: its name and the types of its columns, a weight included. */
    public record Stored(String name, List<DataType> columns) {}

    /** The tables that a manifest tells of. */
    public static List<Stored> tables(Manifest manifest) {
        List<Stored> tables = new ArrayList<>();
        if (!manifest.body().isEmpty()) {
            for (ManifestText.TableText table : ManifestText.parse(manifest.body()).tables()) {
                tables.add(
                        new Stored(
                                table.name(),
                                table.columns().entrySet().stream()
                                        .filter(column -> !column.getKey().equals(TableShape.TIME))
                                        .map(column -> TypeParser.parse(column.getValue()))
                                        .toList()));
            }
        }
        return tables;
    }

    /** The snapshot as one of other tables: those that are not mapped begin empty. */
    public static Manifest apply(Manifest manifest, List<TableMapping> mappings) {
        return manifest.body().isEmpty()
                ? manifest
                : new Manifest(ManifestText.mapped(manifest.body(), mappings), manifest.files());
    }
}
