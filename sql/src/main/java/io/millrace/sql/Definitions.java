package io.millrace.sql;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.catalog.CatalogObject.ViewDefinition;
import io.millrace.sql.catalog.ColumnDefinition;
import io.millrace.sql.catalog.FunctionDefinition;
import io.millrace.sql.functions.BuiltInFunctions;
import io.millrace.sql.functions.UserFunctions;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.SourceText;
import io.millrace.sql.types.TypeConversion;
import io.millrace.sql.validation.ExpressionText;
import io.millrace.sql.validation.Frontend;
import io.millrace.sql.validation.TableDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Util;
import org.apache.flink.sql.parser.ddl.SqlCreateFunction;
import org.apache.flink.sql.parser.ddl.SqlCreateObject;
import org.apache.flink.sql.parser.ddl.SqlDropFunction;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTable;
import org.apache.flink.sql.parser.ddl.table.SqlDropTable;
import org.apache.flink.sql.parser.ddl.view.SqlCreateView;
import org.apache.flink.sql.parser.ddl.view.SqlDropView;
import org.apache.flink.sql.parser.dql.SqlRichDescribeTable;
import org.apache.flink.sql.parser.dql.SqlShowCreateTable;
import org.apache.flink.sql.parser.dql.SqlShowCreateView;
import org.apache.flink.sql.parser.dql.SqlShowFunctions;
import org.apache.flink.sql.parser.dql.SqlShowTables;
import org.apache.flink.sql.parser.dql.SqlShowTables.SqlTableKind;

/** CREATE, DROP, SHOW and DESCRIBE. */
final class Definitions {
    private final Catalog catalog;
    private final TableConnector connector;
    private final UserFunctions users;
    private final BuiltInFunctions builtIns;

    Definitions(Catalog catalog, TableConnector connector, UserFunctions users, BuiltInFunctions builtIns) {
        this.catalog = catalog;
        this.connector = connector;
        this.users = users;
        this.builtIns = builtIns;
    }

    Answer plan(SqlNode node, SourceText source) {
        return switch (node) {
            case SqlCreateTable ddl -> createTable(ddl, source);
            case SqlCreateView ddl -> createView(ddl, source);
            case SqlCreateFunction ddl -> createFunction(ddl, source);
            case SqlDropTable drop -> dropObject(drop.getFullName(), drop.getIfExists(), "table", source);
            case SqlDropView drop -> dropObject(drop.getFullName(), drop.getIfExists(), "view", source);
            case SqlDropFunction drop -> dropFunction(drop, source);
            case SqlShowTables show -> showTables(show);
            case SqlShowFunctions ignored -> showFunctions();
            case SqlShowCreateTable show -> showCreate(show.getFullTableName(), "table", source);
            case SqlShowCreateView show -> showCreate(show.getFullViewName(), "view", source);
            case SqlRichDescribeTable describe -> describe(describe, source);
            default ->
                    throw Diagnostic.whole(
                            source,
                            "unsupported",
                            "this kind of statement is not supported: " + firstWords(source.text()));
        };
    }

    private static String firstWords(String text) {
        String[] words = text.strip().split("\\s+", 4);
        return String.join(" ", List.of(words).subList(0, Math.min(3, words.length)));
    }

    private static String simple(SqlIdentifier name) {
        return Util.last(name.names);
    }

    private Answer createTable(SqlCreateTable ddl, SourceText source) {
        String name = simple(ddl.getName());
        if (exists(ddl, name, source)) {
            return new Answer.Done(name + " exists already");
        }
        TableDefinition table = new TableDdl(catalog, users, builtIns).read(ddl, source);
        if (table.columns().isEmpty()) {
            table = inferred(table);
        }
        connector.check(table);
        catalog.put(table);
        return new Answer.Done("created table " + name);
    }

    /** What CREATE TABLE says where there is such a table already. */
    Optional<Answer> existing(SqlCreateTable ddl, SourceText source) {
        String name = simple(ddl.getName());
        return exists(ddl, name, source) ? Optional.of(new Answer.Done(name + " exists already")) : Optional.empty();
    }

    /** Defines a table with these columns and the rest of a CREATE TABLE. */
    TableDefinition define(SqlCreateTable ddl, Schema schema) {
        List<ColumnDefinition> columns = new ArrayList<>();
        schema.fields().forEach(field -> columns.add(new ColumnDefinition.Physical(field)));
        Map<String, String> options = ddl.getProperties() == null ? Map.of() : ddl.getProperties();
        TableDefinition table =
                new TableDefinition(
                        simple(ddl.getName()),
                        columns,
                        Optional.empty(),
                        List.of(),
                        ddl.getPartitionKeyList(),
                        options);
        connector.check(table);
        catalog.put(table);
        return table;
    }

    private TableDefinition inferred(TableDefinition table) {
        Schema schema = connector.infer(table);
        List<ColumnDefinition> columns = new ArrayList<>();
        schema.fields().forEach(field -> columns.add(new ColumnDefinition.Physical(field)));
        return new TableDefinition(
                table.name(), columns, table.watermark(), table.primaryKey(), table.partitionKeys(), table.options());
    }

    private boolean exists(SqlCreateObject ddl, String name, SourceText source) {
        boolean exists = catalog.object(name).isPresent();
        if (exists && !ddl.isIfNotExists() && !ddl.getReplace()) {
            throw Diagnostic.at(
                    source,
                    ddl.getName().getParserPosition(),
                    "exists",
                    "`" + name + "` exists already; DROP it first, or write IF NOT EXISTS");
        }
        return exists && ddl.isIfNotExists();
    }

    private Answer createView(SqlCreateView ddl, SourceText source) {
        String name = simple(ddl.getName());
        if (exists(ddl, name, source)) {
            return new Answer.Done(name + " exists already");
        }
        String query = ExpressionText.ofQuery(ddl.getQuery(), source);
        Schema schema = TypeConversion.toSchema(new Frontend(catalog, users, builtIns).rowType(ddl.getQuery(), source));
        SqlNodeList names = ddl.getFieldList();
        List<Field> fields = new ArrayList<>();
        if (!names.isEmpty() && names.size() != schema.size()) {
            throw Diagnostic.at(
                    source,
                    names.getParserPosition(),
                    "wrong-columns",
                    "the view names " + names.size() + " columns, its query gives " + schema.size());
        }
        for (int i = 0; i < schema.size(); i++) {
            Field field = schema.field(i);
            fields.add(
                    names.isEmpty()
                            ? field
                            : new Field(((SqlIdentifier) names.get(i)).getSimple(), field.type(), field.presence()));
        }
        catalog.put(new ViewDefinition(name, fields, query));
        return new Answer.Done("created view " + name);
    }

    private Answer createFunction(SqlCreateFunction ddl, SourceText source) {
        String name = simple(ddl.getName());
        if (catalog.function(name).isPresent() && !ddl.isIfNotExists() && !ddl.getReplace()) {
            throw Diagnostic.at(
                    source, ddl.getName().getParserPosition(), "exists", "function `" + name + "` exists already");
        }
        String language = ddl.getFunctionLanguage();
        if (language != null && !language.equalsIgnoreCase("JAVA")) {
            throw Diagnostic.whole(source, "unsupported", "functions are written in Java, not " + language);
        }
        NlsString className = ddl.getFunctionClassName().getValueAs(NlsString.class);
        catalog.put(new FunctionDefinition(name, className.getValue()));
        return new Answer.Done("created function " + name);
    }

    private Answer dropObject(String[] fullName, boolean ifExists, String kind, SourceText source) {
        String name = fullName[fullName.length - 1];
        CatalogObject object = catalog.object(name).orElse(null);
        boolean right = kind.equals("view") ? object instanceof ViewDefinition : object instanceof TableDefinition;
        if (!right && !ifExists) {
            List<String> names = catalog.objects().stream().map(CatalogObject::name).toList();
            throw Diagnostic.whole(
                    source, "unknown-table", "there is no " + kind + " `" + name + "`" + Nearest.hint(name, names));
        }
        if (right) {
            catalog.dropObject(name);
        }
        return new Answer.Done("dropped " + kind + " " + name);
    }

    private Answer dropFunction(SqlDropFunction drop, SourceText source) {
        String name = drop.getFullName()[drop.getFullName().length - 1];
        if (catalog.function(name).isEmpty() && !drop.getIfExists()) {
            throw Diagnostic.whole(source, "unknown-function", "there is no function `" + name + "` of yours");
        }
        catalog.dropFunction(name);
        return new Answer.Done("dropped function " + name);
    }

    private Answer showTables(SqlShowTables show) {
        List<List<String>> rows =
                catalog.objects().stream()
                        .filter(object -> show.getTableKind() == SqlTableKind.TABLE || object instanceof ViewDefinition)
                        .map(object -> List.of(object.name(), object instanceof ViewDefinition ? "view" : "table"))
                        .toList();
        return new Answer.Listing(List.of("name", "kind"), rows);
    }

    private Answer showFunctions() {
        List<List<String>> rows = new ArrayList<>();
        catalog.functions().forEach(function -> rows.add(List.of(function.name(), function.className())));
        BuiltInFunctions.NAMES.forEach(name -> rows.add(List.of(name, "built in")));
        return new Answer.Listing(List.of("function", "defined by"), rows);
    }

    private Answer showCreate(String[] fullName, String kind, SourceText source) {
        String name = fullName[fullName.length - 1];
        CatalogObject object = catalog.object(name).orElse(null);
        boolean right = kind.equals("view") ? object instanceof ViewDefinition : object instanceof TableDefinition;
        if (object == null || !right) {
            List<String> names = catalog.objects().stream().map(CatalogObject::name).toList();
            throw Diagnostic.whole(
                    source, "unknown-table", "there is no " + kind + " `" + name + "`" + Nearest.hint(name, names));
        }
        return new Answer.Text(DdlText.of(object));
    }

    private Answer describe(SqlRichDescribeTable describe, SourceText source) {
        String[] fullName = describe.fullTableName();
        String name = fullName[fullName.length - 1];
        CatalogObject object = catalog.object(name).orElse(null);
        if (object == null) {
            List<String> names = catalog.objects().stream().map(CatalogObject::name).toList();
            throw Diagnostic.whole(source, "unknown-table", "unknown table `" + name + "`" + Nearest.hint(name, names));
        }
        List<List<String>> rows =
                switch (object) {
                    case TableDefinition table -> table.columns().stream().map(column -> row(table, column)).toList();
                    case ViewDefinition view -> view.columns().stream().map(field -> row(field, "", "")).toList();
                };
        return new Answer.Listing(List.of("name", "type", "null", "key", "extras"), rows);
    }

    private static List<String> row(TableDefinition table, ColumnDefinition column) {
        String key = table.primaryKey().contains(column.name()) ? "PRIMARY KEY" : "";
        String extras =
                switch (column) {
                    case ColumnDefinition.Physical ignored -> "";
                    case ColumnDefinition.Computed computed -> "AS " + computed.expression();
                    case ColumnDefinition.Metadata metadata ->
                            "METADATA" + metadata.key().map(from -> " FROM '" + from + "'").orElse("");
                };
        String watermark =
                table.watermark()
                        .filter(mark -> mark.column().equals(column.name()))
                        .map(mark -> (extras.isEmpty() ? "" : ", ") + "WATERMARK AS " + mark.expression())
                        .orElse("");
        return row(column.field(), key, extras + watermark);
    }

    private static List<String> row(Field field, String key, String extras) {
        DataType type = field.type();
        return List.of(
                field.name(), type.sql(), field.presence() == Field.Presence.REQUIRED ? "NOT NULL" : "", key, extras);
    }
}
