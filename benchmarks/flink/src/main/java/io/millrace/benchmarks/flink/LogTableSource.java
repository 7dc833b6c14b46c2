package io.millrace.benchmarks.flink;

import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** The table over the log; it reads only the columns that the query needs. */
final class LogTableSource implements ScanTableSource, SupportsProjectionPushDown {
    private final String kind;
    private final boolean madeRows;
    private DataType produced;

    LogTableSource(String kind, boolean madeRows, DataType produced) {
        this.kind = kind;
        this.madeRows = madeRows;
        this.produced = produced;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        RowType type = (RowType) produced.getLogicalType();
        return SourceProvider.of(new LogSource(kind, madeRows, type));
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        produced = Projection.of(projectedFields).project(produced);
    }

    @Override
    public DynamicTableSource copy() {
        return new LogTableSource(kind, madeRows, produced);
    }

    @Override
    public String asSummaryString() {
        return "event-log " + kind;
    }
}
