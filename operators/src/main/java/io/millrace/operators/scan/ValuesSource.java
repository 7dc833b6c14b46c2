package io.millrace.operators.scan;

import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.util.List;

/** Rows that stand in the query itself: SQL's VALUES. */
public record ValuesSource(Schema schema, List<List<Literal>> rows) implements Source {

    public ValuesSource {
        rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator enumerator(EnumeratorContext context) {
        return Source.fixed(List.of(new Split("values", "")), context);
    }

    @Override
    public SplitReader reader(ReaderContext context) {
        return new ValuesReader(this, context);
    }

    @Override
    public String identity() {
        return "values " + rows;
    }

    @Override
    public String describe() {
        return "values (" + rows.size() + " rows)";
    }
}
