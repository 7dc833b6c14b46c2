package io.millrace.benchmarks.own;

import io.millrace.benchmarks.run.SideInput;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.source.Source;
import io.millrace.operators.scan.ValuesSource;
import java.util.ArrayList;
import java.util.List;

/** {@code 'connector' = 'side-input'}: the small table of q13, in memory. */
public final class SideInputFactory implements ConnectorFactory {
    @Override
    public String name() {
        return "side-input";
    }

    @Override
    public String doc() {
        return "Nexmark's side input from memory";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Source source(TableOptions table) {
        List<List<Literal>> rows = new ArrayList<>();
        List<String> values = SideInput.values();
        for (int key = 0; key < values.size(); key++) {
            rows.add(List.of(new Literal((long) key, Plain.BIGINT), new Literal(values.get(key), DataType.STRING)));
        }
        return new ValuesSource(table.schema(), rows);
    }
}
