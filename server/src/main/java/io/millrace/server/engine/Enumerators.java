package io.millrace.server.engine;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The split enumerators of a job, and the tasks that wait for a split of theirs. Belongs to the driver's thread.
 *
 * <p>The splits of an unbounded source stay with whoever gets them, so each of its tasks gets one before any gets
 * another: whoever is the first to start would have them all, and the others nothing to do.
 */
final class Enumerators implements AutoCloseable {
    private final JobGraph graph;
    private final int parallelism;
    private final BiConsumer<TaskId, TaskCommand> tell;
    private final Map<Integer, SplitEnumerator> byVertex = new TreeMap<>();
    private final List<Request> waiting = new ArrayList<>();
    private final Set<Request> served = new HashSet<>();
    private final Map<Integer, Set<TaskId>> asked = new HashMap<>();

    private record Request(TaskId task, int vertex) {}

    /**
     * @param restored what each enumerator said of itself in a checkpoint, by vertex id
     */
    Enumerators(JobGraph graph, int parallelism, Map<String, String> restored, BiConsumer<TaskId, TaskCommand> tell) {
        this.graph = graph;
        this.parallelism = parallelism;
        this.tell = tell;
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            JobGraph.Vertex source = graph.vertices().get(vertex);
            if (source.spec() instanceof SourceSpec spec) {
                String position = restored.getOrDefault(source.id(), Source.EnumeratorContext.NOT_RESTORED);
                byVertex.put(vertex, spec.source().enumerator(new Source.EnumeratorContext(parallelism, position)));
            }
        }
    }

    /** Tells a task that was deployed what its sources need not wait for. */
    void begin(TaskId task, List<Integer> vertices) {
        for (int vertex : vertices) {
            SplitEnumerator enumerator = byVertex.get(vertex);
            if (enumerator != null && enumerator.isExhausted()) {
                tell.accept(task, new TaskCommand.EndSplits(vertex));
            }
        }
    }

    void request(TaskId task, int vertex) {
        Request request = new Request(task, vertex);
        boolean isFirst = asked.computeIfAbsent(vertex, any -> new HashSet<>()).add(task);
        if (!answer(request)) {
            waiting.add(request);
        }
        if (isFirst && haveAllAsked(vertex)) {
            answerWaiting();
        }
    }

    /** Whether a task waits for a split that may still be found. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Looks for new splits for those that wait. */
    void discover() {
        byVertex.values().forEach(SplitEnumerator::discover);
        answerWaiting();
    }

    Map<String, String> snapshot() {
        Map<String, String> positions = new TreeMap<>();
        byVertex.forEach(
                (vertex, enumerator) -> positions.put(graph.vertices().get(vertex).id(), enumerator.snapshot()));
        return positions;
    }

    @Override
    public void close() {
        byVertex.values().forEach(SplitEnumerator::close);
    }

    private void answerWaiting() {
        waiting.removeIf(this::answer);
    }

    private boolean haveAllAsked(int vertex) {
        return asked.getOrDefault(vertex, Set.of()).size() == instances(vertex);
    }

    private int instances(int vertex) {
        return graph.vertices().get(vertex).spread() == JobGraph.Spread.PARALLEL ? parallelism : 1;
    }

    private boolean answer(Request request) {
        SplitEnumerator enumerator = byVertex.get(request.vertex());
        if (enumerator == null) {
            throw io.millrace.data.MillraceException.internal("vertex " + request.vertex() + " is not a source");
        }
        boolean keepsSplits =
                graph.vertices().get(request.vertex()).spec() instanceof SourceSpec spec
                        && spec.source().boundedness() == Source.Boundedness.UNBOUNDED;
        if (keepsSplits && served.contains(request) && !haveAllAsked(request.vertex())) {
            return false;
        }
        Optional<Split> split = enumerator.next(request.task().index());
        if (split.isPresent()) {
            served.add(request);
            tell.accept(request.task(), new TaskCommand.AssignSplit(request.vertex(), split.get()));
            if (enumerator.isExhausted()) {
                endSplits(request);
            }
            return true;
        }
        if (enumerator.isExhausted()) {
            tell.accept(request.task(), new TaskCommand.EndSplits(request.vertex()));
            return true;
        }
        return false;
    }

    /** Event time goes on when it is known that no further split comes: so all instances hear of it at once. */
    private void endSplits(Request last) {
        for (int index = 0; index < instances(last.vertex()); index++) {
            tell.accept(new TaskId(last.task().stage(), index), new TaskCommand.EndSplits(last.vertex()));
        }
    }
}
