package io.millrace.worker;

import static io.millrace.dataflow.OperatorContext.NO_WATERMARK;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.dataflow.state.StateStore;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskDeployment;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import io.millrace.protocol.TaskSnapshot.OperatorSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * Makes a task of its deployment: from the most downstream operator up, so that whom it calls is there before the
 * caller.
 */
final class TaskAssembly {
    private final TaskDeployment deployment;
    private final TaskServices services;
    private final Worker.Surroundings worker;
    private final StageGraph graph;
    private final JobGraph job;
    private final NodeClock clock;
    private final InFlightRestore restoring;
    private final List<Node> nodes = new ArrayList<>();
    private final List<NodeContext> contexts = new ArrayList<>();
    private final Map<Integer, Target> directTargets = new HashMap<>();

    private TaskAssembly(TaskDeployment deployment, TaskServices services, Worker.Surroundings worker) {
        this.deployment = deployment;
        this.services = services;
        this.worker = worker;
        this.graph = deployment.graph();
        this.job = graph.job();
        this.clock = new NodeClock(services.tools().clock());
        this.restoring = new InFlightRestore(deployment, services);
    }

    /** Builds the task and opens its operators. */
    static Task assemble(
            TaskDeployment deployment, TaskServices services, Queue<TaskCommand> commands, Worker.Surroundings worker) {
        return new TaskAssembly(deployment, services, worker).assemble(commands);
    }

    private Task assemble(Queue<TaskCommand> commands) {
        TaskId id = deployment.task();
        List<Integer> vertices = graph.stage(id.stage()).vertices();
        try {
            for (int vertex : vertices.reversed()) {
                addNode(vertex);
            }
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                node.operator().open(contexts.get(i));
                restoring.restoreInFlight(node, deployment.restored());
            }
        } catch (RuntimeException | Error e) {
            nodes.forEach(Node::close);
            throw e;
        }
        Alignment alignment = new Alignment(nodes, services.tools().clock(), deployment.run().alignmentMillis());
        TaskSnapshots.Place place =
                new TaskSnapshots.Place(
                        deployment.job().name(),
                        id,
                        graph.stage(id.stage()).taskCount(deployment.run().parallelism()),
                        services.storage(),
                        services.state());
        TaskSnapshots snapshots = new TaskSnapshots(place, nodes, services.events());
        return new Task(
                new Task.Chain(id, nodes, contexts),
                alignment,
                snapshots,
                commands,
                source -> worker.meeting(deployment.job().name(), graph.meeting(source)),
                services);
    }

    private void addNode(int index) {
        Vertex vertex = job.vertices().get(index);
        TaskId id = deployment.task();
        int parallelism = graph.stage(id.stage()).taskCount(deployment.run().parallelism());
        List<OperatorSnapshot> restored =
                deployment.restored().stream()
                        .map(TaskSnapshot::operators)
                        .filter(operators -> operators.containsKey(vertex.id()))
                        .map(operators -> operators.get(vertex.id()))
                        .toList();
        long watermark = restored.stream().mapToLong(OperatorSnapshot::watermark).min().orElse(NO_WATERMARK);
        StateStore store =
                services.state()
                        .backend()
                        .open(
                                new StateBackend.Instance(
                                        vertex.id(),
                                        id.index(),
                                        parallelism,
                                        deployment.run().keyGroups(),
                                        dealtBy(vertex),
                                        vertex.spec().timeToLive(job.session())),
                                restored.stream().map(OperatorSnapshot::state).toList());
        NodeContext context =
                new NodeContext(
                        new NodeContext.Place(
                                new NodeContext.Names(deployment.job(), vertex.id()),
                                id.index(),
                                parallelism,
                                job.session(),
                                new NodeContext.Start(!restored.isEmpty(), watermark)),
                        store,
                        services.tools(),
                        services.board());
        Operator operator = vertex.spec().create();
        List<NodeInput> inputs = new ArrayList<>();
        List<DirectFeed> feeds = new ArrayList<>();
        for (int input = 0; input < vertex.spec().inputCount(); input++) {
            inputs.add(input(index, input, feeds));
        }
        Node.Start start = new Node.Start(watermark, ended(vertex, restored), restoring.isCleared(index));
        Node node =
                new Node(new Node.Parts(index, vertex, operator, store, start), inputs, output(index, vertex), clock);
        feeds.forEach(feed -> directTargets.put(feed.edge(), new Target.Direct(node, feed.input(), feed.feed())));
        context.attach(node);
        nodes.addFirst(node);
        contexts.addFirst(context);
    }

    /** By how many columns the rows of the first input are dealt out; those of the others by as many. */
    private static int dealtBy(Vertex vertex) {
        return vertex.spec().inputCount() == 0 ? 0 : vertex.spec().keys(0).size();
    }

    private record DirectFeed(int edge, int input, Feed feed) {}

    private NodeInput input(int vertex, int input, List<DirectFeed> feeds) {
        List<Feed> direct = new ArrayList<>();
        List<InputChannel> channels = new ArrayList<>();
        for (int index = 0; index < job.edges().size(); index++) {
            Edge edge = job.edges().get(index);
            if (edge.to() != vertex || edge.input() != input) {
                continue;
            }
            if (graph.isDirect(edge)) {
                Feed feed = new Feed();
                direct.add(feed);
                feeds.add(new DirectFeed(index, input, feed));
            } else {
                for (TaskId producer : producers(edge)) {
                    Shuffle.Wire wire = wire(index, producer, deployment.task());
                    channels.add(new InputChannel(services.shuffle().reader(wire, worker::wake)));
                }
            }
        }
        return new NodeInput(direct, channels);
    }

    private NodeOutput output(int index, Vertex vertex) {
        List<List<Target>> ports = new ArrayList<>();
        for (int port = 0; port < vertex.spec().outputs().size(); port++) {
            ports.add(new ArrayList<>());
        }
        for (int i = 0; i < job.edges().size(); i++) {
            Edge edge = job.edges().get(i);
            if (edge.from() != index) {
                continue;
            }
            Target direct = directTargets.get(i);
            ports.get(edge.port()).add(direct != null ? direct : exchange(i, edge));
        }
        return new NodeOutput(ports);
    }

    private Target exchange(int index, Edge edge) {
        List<ChannelWriter> writers = new ArrayList<>();
        for (TaskId consumer : consumers(edge)) {
            writers.add(services.shuffle().writer(wire(index, deployment.task(), consumer), worker::wake));
        }
        return new ExchangeWriter(edge.exchange(), writers, schema(edge), services.tools().buffers(), deployment.run());
    }

    private Shuffle.Wire wire(int index, TaskId from, TaskId to) {
        Edge edge = job.edges().get(index);
        Shuffle.Bound bound = graph.spilling().contains(edge) ? Shuffle.Bound.SPILL : Shuffle.Bound.BACKPRESSURE;
        return new Shuffle.Wire(deployment.job().name(), index, from, to, schema(edge), bound);
    }

    private Schema schema(Edge edge) {
        return job.vertices().get(edge.from()).spec().outputs().get(edge.port());
    }

    /** The tasks that feed this one through an edge. */
    private List<TaskId> producers(Edge edge) {
        StageGraph.Stage stage = graph.stage(graph.stageOf().get(edge.from()));
        return tasks(stage, edge.exchange());
    }

    /** The tasks that this one feeds through an edge. */
    private List<TaskId> consumers(Edge edge) {
        StageGraph.Stage stage = graph.stage(graph.stageOf().get(edge.to()));
        return tasks(stage, edge.exchange());
    }

    private List<TaskId> tasks(StageGraph.Stage stage, Exchange exchange) {
        if (exchange instanceof Exchange.Forward) {
            return List.of(new TaskId(stage.index(), deployment.task().index()));
        }
        List<TaskId> all = new ArrayList<>();
        for (int index = 0; index < stage.taskCount(deployment.run().parallelism()); index++) {
            all.add(new TaskId(stage.index(), index));
        }
        return all;
    }

    /** The inputs that had ended in every former instance. */
    private static List<Integer> ended(Vertex vertex, List<OperatorSnapshot> restored) {
        return IntStream.range(0, restored.isEmpty() ? 0 : vertex.spec().inputCount())
                .filter(input -> restored.stream().allMatch(snapshot -> snapshot.ended().contains(input)))
                .boxed()
                .toList();
    }
}
