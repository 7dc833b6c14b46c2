package io.millrace.sql;

import io.millrace.data.Field;
import io.millrace.sql.catalog.CatalogObject;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.catalog.CatalogObject.ViewDefinition;
import io.millrace.sql.catalog.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a table or view as the statement that defines it. */
final class DdlText {
    private DdlText() {}

    static String of(CatalogObject object) {
        return switch (object) {
            case TableDefinition table -> table(table);
            case ViewDefinition view ->
                    "CREATE VIEW "
                            + quoted(view.name())
                            + " ("
                            + view.columns().stream()
                                    .map(field -> quoted(field.name()))
                                    .collect(Collectors.joining(", "))
                            + ") AS\n"
                            + view.query()
                            + "\n";
        };
    }

    private static String table(TableDefinition table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(column(column)));
        table.watermark()
                .ifPresent(mark -> parts.add("WATERMARK FOR " + quoted(mark.column()) + " AS " + mark.expression()));
        if (!table.primaryKey().isEmpty()) {
            parts.add("PRIMARY KEY (" + names(table.primaryKey()) + ") NOT ENFORCED");
        }
        String partitions =
                table.partitionKeys().isEmpty() ? "" : "PARTITIONED BY (" + names(table.partitionKeys()) + ")\n";
        String options =
                table.options().entrySet().stream()
                        .map(option -> "  " + text(option.getKey()) + " = " + text(option.getValue()))
                        .collect(Collectors.joining(",\n"));
        return "CREATE TABLE "
                + quoted(table.name())
                + " (\n  "
                + String.join(",\n  ", parts)
                + "\n)\n"
                + partitions
                + "WITH (\n"
                + options
                + "\n)\n";
    }

    private static String column(ColumnDefinition column) {
        String name = quoted(column.name());
        return switch (column) {
            case ColumnDefinition.Physical physical -> name + " " + type(physical.field());
            case ColumnDefinition.Computed computed -> name + " AS " + computed.expression();
            case ColumnDefinition.Metadata metadata ->
                    name
                            + " "
                            + type(metadata.field())
                            + " METADATA"
                            + metadata.key().map(key -> " FROM " + text(key)).orElse("")
                            + (metadata.access() == ColumnDefinition.Access.READ_ONLY ? " VIRTUAL" : "");
        };
    }

    private static String type(Field field) {
        return field.type().sql() + (field.presence() == Field.Presence.REQUIRED ? " NOT NULL" : "");
    }

    private static String names(List<String> names) {
        return names.stream().map(DdlText::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
