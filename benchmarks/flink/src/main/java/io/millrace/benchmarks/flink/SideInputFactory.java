package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.run.SideInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.LookupFunction;
import org.jspecify.annotations.Nullable;

/** {@code 'connector' = 'side-input'}: the small table of q13, in memory, to be looked up by key. */
public final class SideInputFactory implements DynamicTableSourceFactory {
    @Override
    public String factoryIdentifier() {
        return "side-input";
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
    public DynamicTableSource createDynamicTableSource(Context context) {
        return new Table();
    }

    private static final class Table implements LookupTableSource {
        @Override
        public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
            return LookupFunctionProvider.of(new Lookup());
        }

        @Override
        public DynamicTableSource copy() {
            return new Table();
        }

        @Override
        public String asSummaryString() {
            return "side-input";
        }
    }

    /** Not private: the engine calls it from generated code. */
    public static final class Lookup extends LookupFunction {
        private static final long serialVersionUID = 1;

        private transient @Nullable List<Collection<RowData>> rows;

        @Override
        public void open(FunctionContext context) {
            List<String> values = SideInput.values();
            List<Collection<RowData>> made = new ArrayList<>();
            for (int key = 0; key < values.size(); key++) {
                made.add(List.of(GenericRowData.of((long) key, StringData.fromString(values.get(key)))));
            }
            rows = made;
        }

        @Override
        public Collection<RowData> lookup(RowData key) {
            long wanted = key.getLong(0);
            return rows == null || wanted < 0 || wanted >= rows.size() ? List.of() : rows.get((int) wanted);
        }
    }
}
