package io.millrace.sql.physical;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.source.Rejects;
import io.millrace.operators.Flow;
import io.millrace.operators.scan.Scan;
import io.millrace.operators.write.Write;
import io.millrace.sql.catalog.CatalogObject;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Leads the bad rows of scans into the tables that the users named for them. */
final class RejectTables {
    private final GraphTranslation.Tables catalog;
    private final GraphBuilder graph;

    RejectTables(GraphTranslation.Tables catalog, GraphBuilder graph) {
        this.catalog = catalog;
        this.graph = graph;
    }

    /** Each scan has a sink of its own, so that scans stay in different tasks. */
    void connect(TableDefinition read, Scan scan, int vertex) {
        Optional<String> name = scan.source().rejectTable();
        if (name.isEmpty()) {
            return;
        }
        TableDefinition table = table(read, name.get());
        Stream bad =
                new Stream(
                        List.of(new Stream.Port(vertex, scan.rejectsPort())),
                        Flow.append(Rejects.SCHEMA),
                        Spread.PARALLEL,
                        Optional.empty(),
                        new Stream.Origin(Set.of(read.name()), scan.source().boundedness()));
        Write write = new Write(catalog.connector().sink(table), bad.flow());
        graph.sink("rejects-" + read.name() + "-" + table.name(), bad, write, List.of());
    }

    private TableDefinition table(TableDefinition read, String name) {
        Optional<CatalogObject> found = catalog.catalog().object(name);
        if (found.isEmpty()) {
            List<String> names = catalog.catalog().objects().stream().map(CatalogObject::name).toList();
            throw wrong(
                    read,
                    name,
                    "there is no such table"
                            + Nearest.to(name, names).map(nearest -> ", but there is `" + nearest + "`").orElse("")
                            + ". Define it as");
        }
        if (!(found.get() instanceof TableDefinition table)) {
            throw wrong(read, name, "that is a view. Define a table instead, such as");
        }
        if (name.equals(read.name())) {
            throw wrong(read, name, "a table cannot take its own bad rows. Define another one, such as");
        }
        if (!isFitting(table.writeSchema())) {
            throw wrong(read, name, "its columns are not those of bad rows. Define it as");
        }
        return table;
    }

    private static boolean isFitting(Schema schema) {
        if (schema.size() != Rejects.SCHEMA.size()) {
            return false;
        }
        for (int i = 0; i < schema.size(); i++) {
            if (!schema.field(i).name().equals(Rejects.SCHEMA.field(i).name())
                    || !schema.type(i).equals(Rejects.SCHEMA.type(i))) {
                return false;
            }
        }
        return true;
    }

    private static MillraceException wrong(TableDefinition read, String name, String what) {
        String columns =
                Rejects.SCHEMA.fields().stream()
                        .map(field -> "`" + field.name() + "` " + field.type().sql())
                        .collect(Collectors.joining(", "));
        return MillraceException.user(
                "bad-reject-table",
                "table "
                        + read.name()
                        + ", 'on-error' = 'table:"
                        + name
                        + "': "
                        + what
                        + ":\n  CREATE TABLE "
                        + (name.equals(read.name()) ? name + "_rejects" : name)
                        + " ("
                        + columns
                        + ")\n  WITH ('connector' = 'filesystem', 'path' = '"
                        + name
                        + "', 'format' = 'json')");
    }
}
