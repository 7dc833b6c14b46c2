package io.millrace.sql.validation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlMoniker;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as the planner reads it, for one statement. A table becomes known to the planner when it is first asked
 * for.
 *
 * <p>All tables live in {@code default_catalog.default_database}; a name may be written with those before it.
 */
@SuppressWarnings("deprecation") // The planner still asks these of every catalog.
final class PlannerCatalog implements Prepare.CatalogReader {
    static final String DEFAULT_CATALOG = "default_catalog";
    static final String DEFAULT_DATABASE = "default_database";

    /** Finds a table by its simple name. */
    interface Tables {
        @Nullable PlannerTable find(String name);

        Collection<String> names();
    }

    private final RelDataTypeFactory types;
    private final Tables tables;
    private final CalciteSchema root;
    private final SqlNameMatcher matcher = SqlNameMatchers.withCaseSensitive(true);

    PlannerCatalog(RelDataTypeFactory types, Tables tables) {
        this.types = types;
        this.tables = tables;
        this.root = CalciteSchema.createRootSchema(false, false, "", new Database(tables));
        CalciteSchema catalog = root.add(DEFAULT_CATALOG, new AbstractSchema());
        catalog.add(DEFAULT_DATABASE, new Database(tables));
    }

    /** The names of all tables; each is made only when asked for. */
    private static final class Database extends AbstractSchema {
        private final Map<String, Table> map;

        Database(Tables tables) {
            this.map = new LazyTables(tables);
        }

        @Override
        protected Map<String, Table> getTableMap() {
            return map;
        }
    }

    private static final class LazyTables extends java.util.AbstractMap<String, Table> {
        private final Tables tables;
        private final Map<String, Table> made = new HashMap<>();

        LazyTables(Tables tables) {
            this.tables = tables;
        }

        @Override
        public @Nullable Table get(Object key) {
            Table table = made.get(key);
            if (table == null && key instanceof String name) {
                PlannerTable found = tables.find(name);
                if (found != null) {
                    table = found.entry();
                    made.put(name, table);
                }
            }
            return table;
        }

        @Override
        public boolean containsKey(Object key) {
            return get(key) != null;
        }

        @Override
        public Set<Entry<String, Table>> entrySet() {
            Map<String, Table> all = new java.util.TreeMap<>();
            for (String name : tables.names()) {
                Table table = get(name);
                if (table != null) {
                    all.put(name, table);
                }
            }
            return all.entrySet();
        }
    }

    @Override
    public @Nullable PlannerTable getTable(List<String> names) {
        List<String> simple = names;
        if (names.size() == 3 && names.get(0).equals(DEFAULT_CATALOG) && names.get(1).equals(DEFAULT_DATABASE)) {
            simple = names.subList(2, 3);
        }
        return simple.size() == 1 ? tables.find(simple.getFirst()) : null;
    }

    @Override
    public @Nullable PlannerTable getTableForMember(List<String> names) {
        return getTable(names);
    }

    @Override
    public Prepare.CatalogReader withSchemaPath(List<String> path) {
        return this;
    }

    @Override
    public RelDataTypeFactory getTypeFactory() {
        return types;
    }

    @Override
    public void registerRules(RelOptPlanner planner) {
        // The rules are chosen by hand.
    }

    @Override
    public @Nullable RelDataType getNamedType(SqlIdentifier name) {
        return null;
    }

    @Override
    public List<SqlMoniker> getAllSchemaObjectNames(List<String> names) {
        return List.of();
    }

    @Override
    public List<List<String>> getSchemaPaths() {
        return List.of(List.of(), List.of(DEFAULT_CATALOG));
    }

    @Override
    public @Nullable RelDataTypeField field(RelDataType rowType, String alias) {
        return matcher.field(rowType, alias);
    }

    @Override
    public SqlNameMatcher nameMatcher() {
        return matcher;
    }

    @Override
    public boolean matches(String string, String name) {
        return matcher.matches(string, name);
    }

    @Override
    public RelDataType createTypeFromProjection(RelDataType type, List<String> columns) {
        return types.createStructType(
                columns.stream()
                        .map(column -> java.util.Objects.requireNonNull(type.getField(column, true, false)))
                        .toList());
    }

    @Override
    public boolean isCaseSensitive() {
        return true;
    }

    @Override
    public CalciteSchema getRootSchema() {
        return root;
    }

    @Override
    public CalciteConnectionConfig getConfig() {
        return CalciteConnectionConfigImpl.DEFAULT;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> operators,
            SqlNameMatcher names) {
        // Operators come from the dialect's own table.
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return List.of();
    }

    @Override
    public <C> C unwrap(Class<C> type) {
        return type.cast(this);
    }

    static String simpleName(SqlIdentifier name) {
        return Util.last(name.names);
    }
}
