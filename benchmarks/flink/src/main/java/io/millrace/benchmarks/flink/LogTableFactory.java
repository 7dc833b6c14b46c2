package io.millrace.benchmarks.flink;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@code 'connector' = 'event-log'}: one kind of the events of the process's log, or all of them as nested rows. */
public final class LogTableFactory implements DynamicTableSourceFactory {
    static final ConfigOption<String> KIND =
            ConfigOptions.key("kind").stringType().noDefaultValue().withDescription("person, auction, bid, or all");

    static final ConfigOption<Boolean> MADE_ROWS =
            ConfigOptions.key("made-rows")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("whether a row is made of every event, instead of a view into the log");

    @Override
    public String factoryIdentifier() {
        return "event-log";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(KIND);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(MADE_ROWS);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper options = FactoryUtil.createTableFactoryHelper(this, context);
        options.validate();
        return new LogTableSource(
                options.getOptions().get(KIND), options.getOptions().get(MADE_ROWS), context.getPhysicalRowDataType());
    }
}
