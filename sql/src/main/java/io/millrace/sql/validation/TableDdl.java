package io.millrace.sql.validation;

import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.catalog.ColumnDefinition;
import io.millrace.sql.catalog.WatermarkDefinition;
import io.millrace.sql.functions.BuiltInFunctions;
import io.millrace.sql.functions.UserFunctions;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.SourceText;
import io.millrace.sql.types.TypeConversion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.flink.sql.parser.ddl.SqlTableColumn;
import org.apache.flink.sql.parser.ddl.SqlTableColumn.SqlComputedColumn;
import org.apache.flink.sql.parser.ddl.SqlTableColumn.SqlMetadataColumn;
import org.apache.flink.sql.parser.ddl.SqlTableColumn.SqlRegularColumn;
import org.apache.flink.sql.parser.ddl.SqlWatermark;
import org.apache.flink.sql.parser.ddl.constraint.SqlTableConstraint;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTable;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTableLike;
import org.jspecify.annotations.Nullable;

/** Reads CREATE TABLE: resolves the types of its columns, computed ones included, and checks what its clauses name. */
public final class TableDdl {
    private final Catalog catalog;
    private final UserFunctions users;
    private final BuiltInFunctions builtIns;

    public TableDdl(Catalog catalog, UserFunctions users, BuiltInFunctions builtIns) {
        this.catalog = catalog;
        this.users = users;
        this.builtIns = builtIns;
    }

    public TableDefinition read(SqlCreateTable ddl, SourceText source) {
        LikeClause like =
                ddl instanceof SqlCreateTableLike likeDdl ? LikeClause.of(likeDdl, catalog, source) : LikeClause.none();
        String name = PlannerCatalog.simpleName(ddl.getName());
        Set<String> keys = new HashSet<>();
        List<SqlTableConstraint> constraints = ddl.getFullConstraints();
        List<String> primaryKey = new ArrayList<>(like.primaryKey());
        for (SqlTableConstraint constraint : constraints) {
            if (constraint.isPrimaryKey()) {
                primaryKey = List.of(constraint.getColumnNames());
                keys.addAll(primaryKey);
            }
        }
        List<ColumnDefinition> columns = columns(ddl, name, like, keys, source);
        Schema schema = new Schema(columns.stream().map(ColumnDefinition::field).toList());
        for (SqlTableConstraint constraint : constraints) {
            checkColumns(source, constraint.getColumns(), schema, "PRIMARY KEY");
        }
        List<String> partitions =
                ddl.getPartitionKeyList().isEmpty() ? like.partitionKeys() : ddl.getPartitionKeyList();
        for (String partition : partitions) {
            if (schema.indexOf(partition) < 0) {
                throw Diagnostic.whole(
                        source,
                        "unknown-column",
                        "PARTITIONED BY names `"
                                + partition
                                + "`, which is no column of the table"
                                + Nearest.hint(partition, names(schema)));
            }
        }
        Optional<WatermarkDefinition> watermark =
                ddl.getWatermark().map(clause -> watermark(clause, schema, source)).or(like::watermark);
        Map<String, String> options = new LinkedHashMap<>(like.options());
        options.putAll(options(ddl));
        TableDefinition table = new TableDefinition(name, columns, watermark, primaryKey, partitions, options);
        checkWatermark(table, ddl, source);
        return table;
    }

    private static Map<String, String> options(SqlCreateTable ddl) {
        Map<String, String> properties = ddl.getProperties();
        return properties == null ? Map.of() : properties;
    }

    private List<ColumnDefinition> columns(
            SqlCreateTable ddl, String name, LikeClause like, Set<String> keys, SourceText source) {
        Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
        like.columns().forEach(column -> columns.put(column.name(), column));
        Frontend frontend = new Frontend(catalog, users, builtIns);
        List<SqlComputedColumn> computed = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        for (SqlNode node : ddl.getColumnList()) {
            SqlTableColumn column = (SqlTableColumn) node;
            String columnName = column.getName().getSimple();
            if (!declared.add(columnName)) {
                throw Diagnostic.at(
                        source,
                        position(column.getName()),
                        "duplicate-column",
                        "column `" + columnName + "` is declared twice");
            }
            switch (column) {
                case SqlRegularColumn regular ->
                        columns.put(
                                columnName,
                                new ColumnDefinition.Physical(
                                        field(frontend, columnName, regular.getType(), keys, source)));
                case SqlMetadataColumn metadata ->
                        columns.put(
                                columnName,
                                new ColumnDefinition.Metadata(
                                        field(frontend, columnName, metadata.getType(), keys, source),
                                        metadata.getMetadataAlias(),
                                        metadata.isVirtual()
                                                ? ColumnDefinition.Access.READ_ONLY
                                                : ColumnDefinition.Access.READ_WRITE));
                case SqlComputedColumn expression -> {
                    computed.add(expression);
                    // Its place among the columns; its type follows when the others are known.
                    columns.put(
                            columnName,
                            new ColumnDefinition.Computed(
                                    Field.of(columnName, io.millrace.data.DataType.Plain.NULL), ""));
                }
                default -> throw MillraceException.internal("a column of kind " + column.getClass());
            }
        }
        for (SqlComputedColumn expression : computed) {
            String columnName = expression.getName().getSimple();
            columns.put(columnName, computed(name, columns, expression, source));
        }
        return List.copyOf(columns.values());
    }

    private ColumnDefinition computed(
            String table, Map<String, ColumnDefinition> columns, SqlComputedColumn column, SourceText source) {
        List<ColumnDefinition> readable =
                columns.values().stream().filter(other -> !(other instanceof ColumnDefinition.Computed)).toList();
        TableDefinition base = new TableDefinition(table, readable, Optional.empty(), List.of(), List.of(), Map.of());
        String text = ExpressionText.of(column.getExpr(), source);
        return new ColumnDefinition.Computed(
                expressionField(base, column.getName().getSimple(), column.getExpr(), source), text);
    }

    /** Resolves an expression over the columns of a table. */
    private Field expressionField(TableDefinition base, String name, SqlNode expression, SourceText source) {
        Catalog scratch = new Catalog();
        scratch.put(base);
        catalog.functions().forEach(scratch::put);
        Frontend frontend = new Frontend(scratch, users, builtIns);
        SqlNode query = ExpressionText.selectFrom(base.name(), name, expression);
        RelDataType type = frontend.rowType(query, source);
        return TypeConversion.toField(name, type.getFieldList().getFirst().getType());
    }

    private static Field field(
            Frontend frontend, String name, SqlDataTypeSpec spec, Set<String> keys, SourceText source) {
        SqlParserPos position = position(spec);
        RelDataType type;
        try {
            type = spec.deriveType(frontend.typeResolver());
        } catch (RuntimeException e) {
            throw Diagnostic.at(
                    source,
                    position,
                    "bad-type",
                    spec + " is not a type that column `" + name + "` can have" + TypeNames.hint(spec.toString()));
        }
        boolean required = Boolean.FALSE.equals(spec.getNullable()) || keys.contains(name);
        var data = TypeConversion.toData(type);
        return required ? Field.required(name, data) : Field.of(name, data);
    }

    private static WatermarkDefinition watermark(SqlWatermark clause, Schema schema, SourceText source) {
        SqlIdentifier column = clause.getEventTimeColumnName();
        if (!column.isSimple() || schema.indexOf(column.getSimple()) < 0) {
            throw Diagnostic.at(
                    source,
                    position(column),
                    "unknown-column",
                    "WATERMARK names `"
                            + column
                            + "`, which is no column of the table"
                            + Nearest.hint(column.toString(), names(schema)));
        }
        return new WatermarkDefinition(column.getSimple(), ExpressionText.of(clause.getWatermarkStrategy(), source));
    }

    private void checkWatermark(TableDefinition table, SqlCreateTable ddl, SourceText source) {
        if (ddl.getWatermark().isEmpty()) {
            return;
        }
        SqlWatermark clause = ddl.getWatermark().get();
        Field time = table.schema().field(table.schema().indexOf(clause.getEventTimeColumnName().getSimple()));
        if (!(time.type() instanceof io.millrace.data.DataType.Instant)) {
            throw Diagnostic.at(
                    source,
                    position(clause.getEventTimeColumnName()),
                    "type-mismatch",
                    "event time is TIMESTAMP or TIMESTAMP_LTZ, but `" + time.name() + "` is " + time.type().sql());
        }
        TableDefinition whole =
                new TableDefinition(
                        table.name(),
                        table.columns().stream()
                                .map(column -> (ColumnDefinition) new ColumnDefinition.Physical(column.field()))
                                .toList(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Map.of());
        Field value = expressionField(whole, "watermark", clause.getWatermarkStrategy(), source);
        if (!(value.type() instanceof io.millrace.data.DataType.Instant)) {
            throw Diagnostic.at(
                    source,
                    position(clause.getWatermarkStrategy()),
                    "type-mismatch",
                    "a watermark is TIMESTAMP or TIMESTAMP_LTZ like its column, but this is " + value.type().sql());
        }
    }

    private static void checkColumns(SourceText source, SqlNodeList columns, Schema schema, String clause) {
        for (SqlNode column : columns) {
            if (column.getKind() == SqlKind.IDENTIFIER) {
                String name = ((SqlIdentifier) column).getSimple();
                if (schema.indexOf(name) < 0) {
                    throw Diagnostic.at(
                            source,
                            position(column),
                            "unknown-column",
                            clause
                                    + " names `"
                                    + name
                                    + "`, which is no column of the table"
                                    + Nearest.hint(name, names(schema)));
                }
            }
        }
    }

    private static List<String> names(Schema schema) {
        return schema.fields().stream().map(Field::name).toList();
    }

    private static SqlParserPos position(@Nullable SqlNode node) {
        return node == null ? SqlParserPos.ZERO : node.getParserPosition();
    }
}
