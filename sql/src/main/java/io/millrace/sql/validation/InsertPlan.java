package io.millrace.sql.validation;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.logical.SinkWrite;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.SourceText;
import io.millrace.sql.types.TypeConversion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.flink.sql.parser.dml.RichSqlInsert;

/** The plan of an INSERT: the query's columns, brought to the types and the order of the table's. */
public final class InsertPlan {
    private final Catalog catalog;
    private final Frontend frontend;

    public InsertPlan(Catalog catalog, Frontend frontend) {
        this.catalog = catalog;
        this.frontend = frontend;
    }

    /** The name of the table that a plan writes. */
    public static String tableName(RelNode plan) {
        return ((SinkWrite) plan).table().name();
    }

    public RelNode plan(RichSqlInsert insert, SourceText source) {
        if (insert.isOverwrite()) {
            throw Diagnostic.whole(source, "unsupported", "INSERT OVERWRITE is not supported: INSERT INTO adds rows");
        }
        TableDefinition table = table(insert, source);
        RelNode query = frontend.plan(insert.getSource(), source);
        RexBuilder rex = query.getCluster().getRexBuilder();
        Schema schema = table.writeSchema();
        Map<String, RexNode> values = new HashMap<>();
        insert.getStaticPartitionKVs().forEach((name, value) -> values.put(name, rex.makeLiteral(value)));
        List<String> targets = targets(insert, schema, values, source);
        List<RexNode> columns = rex.identityProjects(query.getRowType());
        if (columns.size() != targets.size()) {
            throw Diagnostic.at(
                    source,
                    position(insert.getSource()),
                    "wrong-columns",
                    "the query gives "
                            + columns.size()
                            + " columns, table `"
                            + table.name()
                            + "` takes "
                            + targets.size()
                            + " ("
                            + String.join(", ", targets)
                            + ")");
        }
        for (int i = 0; i < targets.size(); i++) {
            values.put(targets.get(i), columns.get(i));
        }
        List<RexNode> outputs = new ArrayList<>();
        for (Field field : schema.fields()) {
            outputs.add(cast(rex, values.get(field.name()), field, table, insert, source));
        }
        List<String> names = schema.fields().stream().map(Field::name).toList();
        RelNode input =
                RexUtil.isIdentity(outputs, query.getRowType())
                        ? query
                        : LogicalProject.create(query, List.of(), outputs, names, java.util.Set.of());
        return new SinkWrite(input, table);
    }

    private TableDefinition table(RichSqlInsert insert, SourceText source) {
        SqlIdentifier name = (SqlIdentifier) insert.getTargetTableID();
        String simple = PlannerCatalog.simpleName(name);
        CatalogObject object = catalog.object(simple).orElse(null);
        if (object instanceof TableDefinition table) {
            return table.withOptions(options(insert));
        }
        List<String> names = catalog.objects().stream().map(CatalogObject::name).toList();
        throw Diagnostic.at(
                source,
                position(name),
                object == null ? "unknown-table" : "not-a-table",
                object == null
                        ? "unknown table `" + simple + "`" + Nearest.hint(simple, names)
                        : "`" + simple + "` is a view; rows are inserted into tables");
    }

    private static Map<String, String> options(RichSqlInsert insert) {
        Map<String, String> options = new HashMap<>();
        for (SqlNode node : insert.getTableHints()) {
            if (node instanceof SqlHint hint && hint.getName().equalsIgnoreCase("OPTIONS")) {
                options.putAll(hint.getOptionKVPairs());
            }
        }
        return options;
    }

    /** The columns that the query's columns are for, in the query's order. */
    private static List<String> targets(
            RichSqlInsert insert, Schema schema, Map<String, RexNode> constants, SourceText source) {
        SqlNodeList written = insert.getTargetColumnList();
        List<String> names = schema.fields().stream().map(Field::name).toList();
        if (written == null) {
            return names.stream().filter(name -> !constants.containsKey(name)).toList();
        }
        List<String> targets = new ArrayList<>();
        for (SqlNode column : written) {
            String name = ((SqlIdentifier) column).getSimple();
            if (!names.contains(name)) {
                throw Diagnostic.at(
                        source,
                        position(column),
                        "unknown-column",
                        "the table takes no column `" + name + "`" + Nearest.hint(name, names));
            }
            targets.add(name);
        }
        return targets;
    }

    private static RexNode cast(
            RexBuilder rex,
            @org.jspecify.annotations.Nullable RexNode value,
            Field field,
            TableDefinition table,
            RichSqlInsert insert,
            SourceText source) {
        RelDataType wanted = TypeConversion.toRel(rex.getTypeFactory(), field);
        if (value == null) {
            if (field.presence() == Field.Presence.REQUIRED) {
                throw Diagnostic.at(
                        source,
                        position(insert),
                        "missing-column",
                        "column `" + field.name() + "` of table `" + table.name() + "` is NOT NULL and gets no value");
            }
            return rex.makeNullLiteral(wanted);
        }
        DataType given = TypeConversion.toData(value.getType());
        if (given.equals(field.type())) {
            return value;
        }
        if (!Assignment.isImplicit(given, field.type())) {
            throw Diagnostic.at(
                    source,
                    position(insert.getSource()),
                    "type-mismatch",
                    "column `"
                            + field.name()
                            + "` of table `"
                            + table.name()
                            + "` is "
                            + field.type().sql()
                            + ", the query gives "
                            + given.sql()
                            + "; write CAST(... AS "
                            + field.type().sql()
                            + ") in the query");
        }
        return rex.makeCast(
                rex.getTypeFactory().createTypeWithNullability(wanted, value.getType().isNullable()), value);
    }

    private static SqlParserPos position(SqlNode node) {
        return node.getParserPosition();
    }
}
