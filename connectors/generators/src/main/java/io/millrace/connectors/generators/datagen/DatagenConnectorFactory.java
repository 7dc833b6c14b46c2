package io.millrace.connectors.generators.datagen;

import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.Source;
import java.util.List;

/** Makes the connector {@code datagen}. */
public final class DatagenConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "datagen";
    }

    @Override
    public String doc() {
        return "Rows of random or sequential values, the same for the same seed";
    }

    @Override
    public List<Option> options() {
        return DatagenOptions.ALL;
    }

    @Override
    public Source source(TableOptions table) {
        return DatagenOptions.source(table);
    }
}
