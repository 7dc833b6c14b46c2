package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.dataflow.state.Manifest;
import io.millrace.protocol.TaskDeployment;
import io.millrace.protocol.TaskSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the operators of a task back what was in flight to them: what was in hand goes on at once, what was in channels
 * comes by one more channel, which is read only while its input is selected.
 *
 * <p>At another parallelism rows are dealt out by the columns by which the input's rows are dealt out at all. Where
 * those are not known, any instance may take them, unless an operator further down keeps state by key and gets its rows
 * in place: such rows must not be in hand when a checkpoint is taken.
 */
final class InFlightRestore {
    private final TaskDeployment deployment;
    private final TaskServices services;
    private final StageGraph graph;
    private final JobGraph job;

    InFlightRestore(TaskDeployment deployment, TaskServices services) {
        this.deployment = deployment;
        this.services = services;
        this.graph = deployment.graph();
        this.job = graph.job();
    }

    void restoreInFlight(Node node, List<TaskSnapshot> restored) {
        for (int input = 0; input < node.inputs().size(); input++) {
            InFlight.Part part = part(node, input);
            StoredReader reader = new StoredReader(part.form(), services.storage(), services.tools().buffers());
            List<StoredRows> queued = new ArrayList<>();
            for (TaskSnapshot snapshot : restored) {
                if (!snapshot.inFlight().equals(Manifest.EMPTY)) {
                    InFlight.Input to = new InFlight.Input(node.vertex().id(), input);
                    restore(node, input, InFlight.read(snapshot.inFlight(), to, part), reader, queued);
                }
            }
            if (!queued.isEmpty()) {
                node.inputs().get(input).add(new InputChannel(new RestoredChannel(queued, reader)));
            }
        }
    }

    private static void restore(
            Node node, int input, List<InFlight.Found> pieces, StoredReader reader, List<StoredRows> queued) {
        for (InFlight.Found piece : pieces) {
            switch (piece) {
                case InFlight.Found.Watermark watermark -> node.restoreInHand(input, watermark.time());
                case InFlight.Found.Rows found -> {
                    if (found.where() == InFlight.Where.CHANNEL) {
                        queued.add(found.rows());
                    } else {
                        Batch batch = reader.first(found.rows(), (int) found.rows().length());
                        if (batch != null) {
                            node.restoreInHand(input, batch);
                        }
                    }
                }
            }
        }
    }

    /** Whether rows in hand at this vertex could not be dealt out to the right instances. */
    boolean isCleared(int vertex) {
        boolean dealt = true;
        boolean broadcast = false;
        for (int input = 0; input < job.vertices().get(vertex).spec().inputCount(); input++) {
            dealt &= !columns(vertex, input).isEmpty();
            broadcast |= isBroadcast(vertex, input);
        }
        return job.vertices().get(vertex).spread() == JobGraph.Spread.PARALLEL
                && (broadcast || (!dealt && leadsToKeys(vertex)));
    }

    /** What was done of a row in hand may be noted in tables that every instance has of its own. */
    private boolean isBroadcast(int vertex, int input) {
        return edgesInto(vertex, input).stream().anyMatch(edge -> edge.exchange() instanceof Exchange.Broadcast);
    }

    private boolean leadsToKeys(int vertex) {
        for (Edge edge : job.outputsOf(vertex)) {
            if (edge.exchange() instanceof Exchange.Forward
                    && (!job.vertices().get(edge.to()).spec().keys(edge.input()).isEmpty() || leadsToKeys(edge.to()))) {
                return true;
            }
        }
        return false;
    }

    private InFlight.Part part(Node node, int input) {
        Edge first = edgesInto(node.index(), input).getFirst();
        Schema schema = job.vertices().get(first.from()).spec().outputs().get(first.port());
        return new InFlight.Part(
                new StoredReader.Form(schema, columns(node.index(), input), deployment.run().keyGroups()),
                isBroadcast(node.index(), input),
                deployment.task().index(),
                graph.stage(deployment.task().stage()).taskCount(deployment.run().parallelism()));
    }

    /** The columns by which the rows of an input are dealt out; empty where they are not known. */
    private List<Integer> columns(int vertex, int input) {
        List<Integer> keys = job.vertices().get(vertex).spec().keys(input);
        if (!keys.isEmpty()) {
            return keys;
        }
        List<Exchange> exchanges = edgesInto(vertex, input).stream().map(Edge::exchange).distinct().toList();
        return exchanges.size() == 1 && exchanges.getFirst() instanceof Exchange.Hash hash ? hash.columns() : List.of();
    }

    private List<Edge> edgesInto(int vertex, int input) {
        return job.inputsOf(vertex).stream().filter(edge -> edge.input() == input).toList();
    }
}
