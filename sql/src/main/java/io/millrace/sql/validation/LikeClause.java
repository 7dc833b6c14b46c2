package io.millrace.sql.validation;

import io.millrace.dataflow.connector.Nearest;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.sql.catalog.ColumnDefinition;
import io.millrace.sql.catalog.WatermarkDefinition;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.SourceText;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTableLike;
import org.apache.flink.sql.parser.ddl.table.SqlTableLike;
import org.apache.flink.sql.parser.ddl.table.SqlTableLike.FeatureOption;
import org.apache.flink.sql.parser.ddl.table.SqlTableLike.MergingStrategy;

/** What CREATE TABLE ... LIKE takes over from another table. */
record LikeClause(
        List<ColumnDefinition> columns,
        Optional<WatermarkDefinition> watermark,
        List<String> primaryKey,
        List<String> partitionKeys,
        Map<String, String> options) {

    static LikeClause none() {
        return new LikeClause(List.of(), Optional.empty(), List.of(), List.of(), Map.of());
    }

    static LikeClause of(SqlCreateTableLike ddl, Catalog catalog, SourceText source) {
        SqlTableLike clause = ddl.getTableLike();
        String name = PlannerCatalog.simpleName(clause.getSourceTable());
        if (!(catalog.object(name).orElse(null) instanceof TableDefinition base)) {
            List<String> names = catalog.objects().stream().map(object -> object.name()).toList();
            throw Diagnostic.at(
                    source,
                    clause.getSourceTable().getParserPosition(),
                    "unknown-table",
                    "unknown table `" + name + "`" + Nearest.hint(name, names));
        }
        Map<FeatureOption, MergingStrategy> choices = new EnumMap<>(FeatureOption.class);
        for (SqlTableLike.SqlTableLikeOption option : clause.getOptions()) {
            choices.put(option.getFeatureOption(), option.getMergingStrategy());
        }
        List<ColumnDefinition> columns =
                base.columns().stream()
                        .filter(column ->
                                switch (column) {
                                    case ColumnDefinition.Physical ignored -> true;
                                    case ColumnDefinition.Computed ignored -> takes(choices, FeatureOption.GENERATED);
                                    case ColumnDefinition.Metadata ignored -> takes(choices, FeatureOption.METADATA);
                                })
                        .toList();
        return new LikeClause(
                columns,
                takes(choices, FeatureOption.WATERMARKS) ? base.watermark() : Optional.empty(),
                takes(choices, FeatureOption.CONSTRAINTS) ? base.primaryKey() : List.of(),
                takes(choices, FeatureOption.PARTITIONS) ? base.partitionKeys() : List.of(),
                takes(choices, FeatureOption.OPTIONS) ? base.options() : Map.of());
    }

    private static boolean takes(Map<FeatureOption, MergingStrategy> choices, FeatureOption feature) {
        MergingStrategy strategy =
                choices.getOrDefault(feature, choices.getOrDefault(FeatureOption.ALL, MergingStrategy.INCLUDING));
        return strategy != MergingStrategy.EXCLUDING;
    }
}
