package io.millrace.benchmarks.flink;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.logical.LogicalType;

/** {@code 'connector' = 'fold'}: takes every change, folds every value of every column. */
public final class FoldTableFactory implements DynamicTableSinkFactory {
    @Override
    public String factoryIdentifier() {
        return "fold";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        LogicalType[] types =
                context.getPhysicalRowDataType().getLogicalType().getChildren().toArray(LogicalType[]::new);
        return new FoldTableSink(types);
    }

    private record FoldTableSink(LogicalType[] types) implements DynamicTableSink {
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.all();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return SinkV2Provider.of(new FoldSink(types));
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "fold";
        }
    }
}
