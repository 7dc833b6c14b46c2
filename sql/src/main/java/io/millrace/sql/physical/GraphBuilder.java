package io.millrace.sql.physical;

import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the vertices and edges of a graph, and chooses the exchange on each edge. */
final class GraphBuilder {
    private final List<Vertex> vertices = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    /** A source: a vertex without inputs. */
    int source(String id, OperatorSpec spec, Spread spread) {
        return vertex(id, spec, spread);
    }

    /** An operator over one stream, which stays where its rows are. */
    Stream inPlace(String kind, Stream input, OperatorSpec spec, Changes changes, Optional<List<Integer>> dealtBy) {
        int vertex = vertex(kind, spec, input.spread());
        connect(input, vertex, 0, new Exchange.Forward());
        return new Stream(
                Stream.Port.only(vertex), new Flow(output(spec), changes), input.spread(), dealtBy, input.origin());
    }

    /** An operator whose inputs are dealt out by the keys that it names; without keys it has one instance. */
    Stream keyed(
            String kind, List<Stream> inputs, OperatorSpec spec, Changes changes, Optional<List<Integer>> dealtBy) {
        boolean keyed = !spec.keys(0).isEmpty();
        Spread spread = keyed ? Spread.PARALLEL : Spread.SINGLE;
        int vertex = vertex(kind, spec, spread);
        for (int i = 0; i < inputs.size(); i++) {
            connect(inputs.get(i), vertex, i, exchange(inputs.get(i), spec.keys(i), spread));
        }
        Stream.Origin origin = inputs.stream().map(Stream::origin).reduce(Stream.Origin::with).orElseThrow();
        return new Stream(Stream.Port.only(vertex), new Flow(output(spec), changes), spread, dealtBy, origin);
    }

    private static Exchange exchange(Stream input, List<Integer> keys, Spread spread) {
        if (spread == Spread.SINGLE) {
            return input.spread() == Spread.SINGLE ? new Exchange.Forward() : new Exchange.Gather();
        }
        boolean already = input.spread() == Spread.PARALLEL && input.dealtBy().filter(keys::equals).isPresent();
        return already ? new Exchange.Forward() : new Exchange.Hash(keys);
    }

    /** An operator with one instance that sees all rows. */
    Stream single(String kind, Stream input, OperatorSpec spec, Changes changes) {
        int vertex = vertex(kind, spec, Spread.SINGLE);
        connect(input, vertex, 0, exchange(input, List.of(), Spread.SINGLE));
        return new Stream(
                Stream.Port.only(vertex),
                new Flow(output(spec), changes),
                Spread.SINGLE,
                Optional.empty(),
                input.origin());
    }

    /**
     * An operator that reads one stream in place and another in whole at each instance; the first columns of its rows
     * are those of the former.
     */
    Stream withBroadcast(String kind, Stream whole, Stream inPlace, OperatorSpec spec) {
        int vertex = vertex(kind, spec, inPlace.spread());
        boolean single = inPlace.spread() == Spread.SINGLE;
        connect(whole, vertex, 0, single ? exchange(whole, List.of(), Spread.SINGLE) : new Exchange.Broadcast());
        connect(inPlace, vertex, 1, new Exchange.Forward());
        return new Stream(
                Stream.Port.only(vertex),
                new Flow(output(spec), inPlace.changes()),
                inPlace.spread(),
                inPlace.dealtBy(),
                inPlace.origin().with(whole.origin()));
    }

    /** A sink. */
    void sink(String id, Stream input, OperatorSpec spec, List<Integer> keys) {
        int vertex = vertex(id, spec, input.spread());
        boolean forward = keys.isEmpty() || input.spread() == Spread.SINGLE;
        connect(input, vertex, 0, forward ? new Exchange.Forward() : exchange(input, keys, Spread.PARALLEL));
    }

    /** A sink with one instance, which sees all rows. */
    void singleSink(String id, Stream input, OperatorSpec spec) {
        int vertex = vertex(id, spec, Spread.SINGLE);
        connect(input, vertex, 0, exchange(input, List.of(), Spread.SINGLE));
    }

    private static Schema output(OperatorSpec spec) {
        return spec.outputs().getFirst();
    }

    private int vertex(String id, OperatorSpec spec, Spread spread) {
        int count = ids.merge(id, 1, Integer::sum);
        vertices.add(new Vertex(count == 1 ? id : id + "-" + count, spec, spread));
        return vertices.size() - 1;
    }

    private void connect(Stream from, int to, int input, Exchange exchange) {
        for (Stream.Port producer : from.producers()) {
            Exchange fitting = fitting(producer.vertex(), to, exchange);
            edges.add(new Edge(producer.vertex(), producer.port(), to, input, fitting, from.changes()));
        }
    }

    /** One instance cannot hand on to many in place: its batches go in turn. */
    private Exchange fitting(int producer, int to, Exchange exchange) {
        boolean equal = vertices.get(producer).spread() == vertices.get(to).spread();
        if (equal || !(exchange instanceof Exchange.Forward)) {
            return exchange;
        }
        return vertices.get(to).spread() == Spread.SINGLE ? new Exchange.Gather() : new Exchange.Rebalance();
    }

    JobGraph build(String name, SessionSettings session) {
        return new JobGraph(name, vertices, edges, session);
    }
}
