package io.millrace.sql.validation;

import io.millrace.data.Field;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.catalog.CatalogObject.ViewDefinition;
import io.millrace.sql.functions.BuiltInFunctions;
import io.millrace.sql.functions.UserFunctions;
import io.millrace.sql.logical.ConstantFolding;
import io.millrace.sql.logical.KeptFor;
import io.millrace.sql.logical.PlanFacts;
import io.millrace.sql.logical.TableRead;
import io.millrace.sql.script.SourceText;
import io.millrace.sql.script.StatementParser;
import io.millrace.sql.types.DialectTypes;
import io.millrace.sql.types.TypeConversion;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.hint.HintPredicates;
import org.apache.calcite.rel.hint.HintStrategyTable;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * Turns one parsed query into a relational plan: resolves its names, checks its types, puts the queries of views and
 * the computed columns of tables in their place. Made anew for each statement.
 */
public final class Frontend {
    /** After the name of a table: only what its connector reads. */
    private static final String READ_SUFFIX = "$read";

    /** A hint that is obeyed here: options of a table for this query. */
    private static final String OPTIONS = "OPTIONS";

    private static final SqlToRelConverter.Config CONVERSION =
            SqlToRelConverter.config()
                    .withTrimUnusedFields(false)
                    .withExpand(false)
                    .withDecorrelationEnabled(false)
                    .withInSubQueryThreshold(Integer.MAX_VALUE)
                    .withHintStrategyTable(
                            HintStrategyTable.builder()
                                    .errorHandler(Litmus.IGNORE)
                                    .hintStrategy(OPTIONS, HintPredicates.TABLE_SCAN)
                                    .hintStrategy(KeptFor.HINT, KeptFor.HINTED)
                                    .build());

    private final Catalog catalog;
    private final RelDataTypeFactory types = new DialectTypes();
    private final RelOptCluster cluster;
    private final DialectOperators operators;
    private final UserFunctions users;
    private final PlannerCatalog tables;
    private final Map<CatalogObject, RelNode> expanded = new HashMap<>();

    /** Tables with other options than in the catalog, by the names under which the planner knows them. */
    private final Map<String, TableDefinition> hinted = new HashMap<>();

    public Frontend(Catalog catalog, UserFunctions users, BuiltInFunctions builtIns) {
        this.catalog = catalog;
        this.users = users;
        this.operators = new DialectOperators(users, builtIns);
        HepPlanner planner = new HepPlanner(HepProgram.builder().build());
        planner.setExecutor(new ConstantFolding());
        this.cluster = RelOptCluster.create(planner, new RexBuilder(types));
        cluster.setMetadataQuerySupplier(PlanFacts::new);
        this.tables = new PlannerCatalog(types, new CatalogTables());
    }

    public RelDataTypeFactory types() {
        return types;
    }

    /** What resolves the types that DDL writes. */
    DialectValidator typeResolver() {
        return validator();
    }

    /** The plan of a query; the row type is that of the query as written. */
    public RelNode plan(SqlNode query, SourceText source) {
        return explained(source, () -> convert(query, source));
    }

    /** The columns that a query gives. */
    public RelDataType rowType(SqlNode query, SourceText source) {
        return explained(
                source,
                () -> {
                    DialectValidator validator = validator();
                    StateTtlHints.apply(query, source);
                    return validator.getValidatedNodeType(validator.validate(WindowRewrite.apply(query)));
                });
    }

    private <T> T explained(SourceText source, java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (CalciteContextException e) {
            throw new Complaint(source, catalog, users).explain(e);
        }
    }

    private DialectValidator validator() {
        return new DialectValidator(operators, tables, types);
    }

    private RelNode convert(SqlNode query, SourceText source) {
        DialectValidator validator = validator();
        StateTtlHints.apply(query, source);
        SqlNode validated = validator.validate(WindowRewrite.apply(query));
        SqlToRelConverter converter =
                new SqlToRelConverter(
                        (rowType, text, schemaPath, viewPath) -> {
                            throw new UnsupportedOperationException("views expand themselves");
                        },
                        validator,
                        tables,
                        cluster,
                        new DialectConvertlets(),
                        CONVERSION);
        RelRoot root = converter.convertQuery(validated, false, true);
        KeptFor.Noted noted = KeptFor.apply(root.project());
        if (!noted.unused().isEmpty()) {
            throw StateTtlHints.unused(noted.unused().iterator().next(), source);
        }
        RelNode plan = noted.plan();
        List<String> names =
                SqlValidatorUtil.uniquify(root.fields.stream().map(field -> field.getValue()).toList(), true);
        return names.equals(plan.getRowType().getFieldNames())
                ? plan
                : LogicalProject.create(
                        plan, List.of(), cluster.getRexBuilder().identityProjects(plan.getRowType()), names, Set.of());
    }

    /** What tables there are, and how each becomes part of a plan. */
    private final class CatalogTables implements PlannerCatalog.Tables {
        private final Map<String, PlannerTable> made = new HashMap<>();

        @Override
        public @Nullable PlannerTable find(String name) {
            PlannerTable known = made.get(name);
            if (known == null) {
                known = make(name);
                if (known != null) {
                    made.put(name, known);
                }
            }
            return known;
        }

        private @Nullable PlannerTable make(String name) {
            if (name.endsWith(READ_SUFFIX)) {
                String plain = name.substring(0, name.length() - READ_SUFFIX.length());
                TableDefinition table = hinted.get(plain);
                if (table == null && catalog.object(plain).orElse(null) instanceof TableDefinition known) {
                    table = known;
                }
                return table == null ? null : readTable(name, table);
            }
            CatalogObject object = catalog.object(name).orElse(null);
            return object == null
                    ? null
                    : new PlannerTable(
                            name, TypeConversion.toRel(types, object.schema()), object, Frontend.this::expand);
        }

        private PlannerTable readTable(String name, TableDefinition table) {
            RelDataType rowType = TypeConversion.toRel(types, table.readSchema());
            return new PlannerTable(name, rowType, table, (self, context) -> TableRead.all(cluster, table, rowType));
        }

        @Override
        public Collection<String> names() {
            TreeSet<String> names = new TreeSet<>();
            catalog.objects().forEach(object -> names.add(object.name()));
            return names;
        }
    }

    /** The same table or view read twice in a statement is one plan, shared. */
    private RelNode expand(PlannerTable table, RelOptTable.ToRelContext context) {
        CatalogObject object = catalog.object(table.getQualifiedName().getFirst()).orElseThrow();
        if (object instanceof TableDefinition definition) {
            Map<String, String> options = new HashMap<>();
            context.getTableHints().stream()
                    .filter(hint -> hint.hintName.equalsIgnoreCase(OPTIONS))
                    .forEach(hint -> options.putAll(hint.kvOptions));
            object = definition.withOptions(options);
        }
        RelNode known = expanded.get(object);
        if (known == null) {
            known =
                    switch (object) {
                        case TableDefinition definition -> expandTable(definition);
                        case ViewDefinition view -> expandView(view);
                    };
            expanded.put(object, known);
        }
        return known;
    }

    /** The view may name its columns otherwise than its query does. */
    private RelNode expandView(ViewDefinition view) {
        RelNode query = plan(StatementParser.query(viewText(view)), viewText(view));
        List<String> names = view.columns().stream().map(Field::name).toList();
        return names.equals(query.getRowType().getFieldNames())
                ? query
                : LogicalProject.create(
                        query,
                        List.of(),
                        cluster.getRexBuilder().identityProjects(query.getRowType()),
                        names,
                        Set.of());
    }

    private static SourceText viewText(ViewDefinition view) {
        return new SourceText("view " + view.name(), view.query(), view.query(), 1, 1);
    }

    private RelNode expandTable(TableDefinition table) {
        boolean known = catalog.object(table.name()).filter(table::equals).isPresent();
        String mark = known ? "" : "$" + hinted.size();
        hinted.put(table.name() + mark, table);
        TableExpansion expansion = new TableExpansion(table, mark + READ_SUFFIX);
        if (expansion.isPlain()) {
            return TableRead.all(cluster, table, TypeConversion.toRel(types, table.readSchema()));
        }
        SourceText text = new SourceText("table " + table.name(), expansion.query(), expansion.query(), 1, 1);
        return expansion.finish(plan(StatementParser.query(text), text));
    }
}
