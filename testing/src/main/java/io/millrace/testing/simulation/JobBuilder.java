package io.millrace.testing.simulation;

import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Source;
import io.millrace.operators.Flow;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.Scan;
import io.millrace.operators.write.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts job graphs together. */
final class JobBuilder {
    private final String ledger;
    private final List<Vertex> vertices = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    JobBuilder(String ledger) {
        this.ledger = ledger;
    }

    /** Reads the first so many columns of a source. */
    int scan(Source source, int columns) {
        Schema schema = new Schema(source.schema().fields().subList(0, columns));
        List<FieldPath> fields = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            fields.add(FieldPath.of(column));
        }
        return vertex(new Scan(source, fields, List.of(), Calc.identity(schema), Optional.empty()), Spread.PARALLEL);
    }

    int vertex(OperatorSpec spec, Spread spread) {
        vertices.add(new Vertex("v" + vertices.size(), spec, spread));
        return vertices.size() - 1;
    }

    JobBuilder connect(int from, int to, int input, Exchange exchange) {
        edges.add(new Edge(from, 0, to, input, exchange, Changes.WEIGHTS));
        return this;
    }

    /** An operator on what one vertex gives. */
    int after(int from, OperatorSpec spec, Exchange exchange) {
        int vertex = vertex(spec, Spread.PARALLEL);
        connect(from, vertex, 0, exchange);
        return vertex;
    }

    int join(int left, List<Integer> leftKeys, int right, List<Integer> rightKeys, OperatorSpec spec) {
        int vertex = vertex(spec, Spread.PARALLEL);
        connect(left, vertex, 0, new Exchange.Hash(leftKeys));
        connect(right, vertex, 1, new Exchange.Hash(rightKeys));
        return vertex;
    }

    void write(int from, String table, Exchange exchange) {
        Schema schema = schema(from);
        after(from, new Write(new LedgerSink(ledger, table, schema), Flow.weights(schema)), exchange);
    }

    Schema schema(int vertex) {
        return vertices.get(vertex).spec().outputs().getFirst();
    }

    JobGraph build() {
        return new JobGraph("simulated", vertices, edges, SessionSettings.UTC);
    }
}
