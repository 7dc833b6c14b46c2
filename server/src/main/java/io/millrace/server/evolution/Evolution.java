package io.millrace.server.evolution;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.sink.Sink.Visibility;
import io.millrace.dataflow.state.Manifest;
import io.millrace.operators.write.Write;
import io.millrace.protocol.TaskSnapshot;
import io.millrace.protocol.TaskSnapshot.OperatorSnapshot;
import io.millrace.server.evolution.Allowed.History;
import io.millrace.server.evolution.Allowed.PartialState;
import io.millrace.server.evolution.Finding.Fate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A plan put onto the checkpoint of another one: what is found, what is not, and, where nothing stands against it, the
 * checkpoint as if the new plan had taken it.
 *
 * <p><b>Backfilling.</b> Where the user wants it, sinks without a history become a lineage of their own: a copy of all
 * that leads to them, with scans that read their sources from the beginning, beside what goes on from its state.
 * Nothing is shared between the two, so each is as exact as a job of its own.
 */
public final class Evolution {
    private final CheckpointMetadata checkpoint;
    private final JobGraph after;
    private final FileStorage storage;
    private final Allowed allowed;

    /** By the number of the lineage: what goes on, and the new sinks that do, by vertex of the whole plan. */
    private final Map<Integer, LineageEvolution> lineages = new TreeMap<>();

    private final Map<Integer, Integer> lineageOf = new TreeMap<>();
    private final Set<String> replaced = new HashSet<>();
    private final List<Integer> fresh = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private Optional<Backfill> backfill = Optional.empty();

    private Evolution(CheckpointMetadata checkpoint, JobGraph after, FileStorage storage, Allowed allowed) {
        this.checkpoint = checkpoint;
        this.after = after;
        this.storage = storage;
        this.allowed = allowed;
    }

    /** Finds out what of a checkpoint a plan can use. Nothing is changed. */
    public static Evolution of(CheckpointMetadata checkpoint, JobGraph after, FileStorage storage, Allowed allowed) {
        Evolution evolution = new Evolution(checkpoint, after, storage, allowed);
        evolution.assign();
        evolution.goOn();
        if (allowed.history() == History.BACKFILLED && evolution.moveWhatLacksHistory()) {
            evolution.goOn();
        }
        evolution.lineages.values().forEach(each -> evolution.findings.addAll(each.findings()));
        evolution.begin();
        return evolution;
    }

    /**
     * @throws MillraceException where a part of the plan was backfilled, and so is at another place of its sources than
     *     the rest: they have no common prefix that an epoch could show
     */
    public static void requireOneLineage(JobGraph graph) {
        if (Lineages.numbers(graph).size() > 1) {
            throw MillraceException.user(
                    "epoch-with-backfill",
                    "a part of this job was built with --backfill and reads its sources by itself, so there is no moment"
                            + " at which all sinks show the same prefix: run it without 'consistency' = 'epoch', or begin"
                            + " anew with --fresh");
        }
    }

    public List<Finding> findings() {
        return findings;
    }

    /** Whether rows are on their way between operators, or a sink has still to commit what the new plan does not. */
    public boolean needsSettling() {
        return isInFlight() || lineages.values().stream().anyMatch(LineageEvolution::losesASink);
    }

    private boolean isInFlight() {
        return checkpoint.snapshots().stream().anyMatch(task -> !task.inFlight().equals(Manifest.EMPTY));
    }

    /**
     * @throws MillraceException where rows are still on their way: a join waits for the end of its other side, and the
     *     rows that wait for it belong to the old plan
     */
    public void refuseInFlight() {
        if (isInFlight()) {
            throw MillraceException.user(
                    "changed-query",
                    "the script has changed while a join reads one side to its end and rows of the other one wait:"
                            + " run the old script until that is over, stop it, and then change it");
        }
    }

    /** Whether state would be lost that somebody may want back: a sink's is not. */
    boolean dropsState() {
        return lineages.values().stream().anyMatch(LineageEvolution::dropsState);
    }

    /** Every sink goes on in the lineage that has it; what is new begins where it is wanted. */
    private void assign() {
        List<Integer> numbers = Lineages.numbers(checkpoint.graph());
        List<Correspondence> all =
                numbers.stream()
                        .map(number -> Correspondence.of(Lineages.lineage(checkpoint.graph(), number), after))
                        .toList();
        for (int sink : Lineages.sinks(after)) {
            Optional<Integer> known =
                    numbers.stream()
                            .filter(number -> all.get(numbers.indexOf(number)).match(sink).isPresent())
                            .findFirst();
            boolean wasRead =
                    Lineages.upstream(after, sink).stream()
                            .filter(vertex -> after.inputsOf(vertex).isEmpty())
                            .anyMatch(source -> all.stream().anyMatch(each -> each.match(source).isPresent()));
            if (known.isEmpty() && wasRead && allowed.history() == History.BACKFILLED) {
                fresh.add(sink);
            } else {
                lineageOf.put(sink, known.orElse(numbers.getFirst()));
            }
        }
    }

    private void goOn() {
        for (int number : Lineages.numbers(checkpoint.graph())) {
            BitSet wanted = new BitSet();
            lineageOf.forEach((sink, lineage) -> {
                if (lineage == number) {
                    wanted.or(Lineages.upstream(after, sink));
                }
            });
            lineages.put(
                    number,
                    LineageEvolution.of(
                            checkpoint,
                            Lineages.lineage(checkpoint.graph(), number),
                            Lineages.part(after, wanted),
                            storage,
                            replaced));
        }
    }

    /** Sinks that would lack rows are filled from the beginning, unless what they were given stands for good. */
    private boolean moveWhatLacksHistory() {
        boolean moved = false;
        for (Map.Entry<Integer, LineageEvolution> lineage : lineages.entrySet()) {
            LineageEvolution evolution = lineage.getValue();
            for (int sink : Lineages.sinks(evolution.after())) {
                boolean partial = allowed.partial() == PartialState.TAKEN && !evolution.isUnfit(sink);
                if (!evolution.lacksHistory(sink)) {
                    continue;
                }
                if (isForGood(evolution.after(), sink)) {
                    if (!partial) {
                        findings.add(standing(evolution, sink));
                    }
                } else {
                    int vertex = after.vertices().indexOf(evolution.after().vertices().get(sink));
                    lineageOf.remove(vertex);
                    fresh.add(vertex);
                    evolution.idBefore(sink).ifPresent(replaced::add);
                    moved = true;
                }
            }
        }
        return moved;
    }

    private static boolean isForGood(JobGraph graph, int sink) {
        return graph.vertices().get(sink).spec() instanceof Write write
                && write.sink().visibility() == Visibility.COMMITTED;
    }

    private static Finding standing(LineageEvolution evolution, int sink) {
        Write write = (Write) evolution.after().vertices().get(sink).spec();
        return new Finding(
                Fate.REFUSED,
                "write " + write.sink().describe(),
                List.of(
                        "what was written there before stays, and a backfill would write it once more: write to another"
                                + " place, which --backfill fills from the beginning"));
    }

    /** What begins to read from the beginning. */
    private void begin() {
        if (fresh.isEmpty()) {
            return;
        }
        BitSet wanted = new BitSet();
        fresh.forEach(sink -> wanted.or(Lineages.upstream(after, sink)));
        Backfill made = new Backfill(checkpoint, Lineages.part(after, wanted));
        findings.addAll(made.findings());
        backfill = Optional.of(made);
    }

    /** The checkpoint, as if the new plan had taken it. */
    public CheckpointMetadata checkpoint() {
        Set<String> ids = Lineages.Ids.of(checkpoint.graph());
        Map<Integer, JobGraph> graphs = new TreeMap<>();
        Map<String, String> enumerators = new TreeMap<>();
        lineages.forEach((number, each) -> {
            JobGraph graph = each.renamed(new Lineages.Ids(ids, number));
            graphs.put(number, graph);
            enumerators.putAll(each.enumerators(graph));
        });
        List<JobGraph> parts = new ArrayList<>(graphs.values());
        int next = Lineages.numbers(checkpoint.graph()).getLast() + 1;
        backfill.ifPresent(each -> parts.add(each.graph(new Lineages.Ids(ids, next))));
        return new CheckpointMetadata(
                checkpoint.version(),
                checkpoint.origin(),
                checkpoint.cost(),
                checkpoint.run(),
                Lineages.beside(after, parts),
                enumerators,
                checkpoint.parts().stream()
                        .map(part -> new CheckpointMetadata.Part(part.task(), moved(part.snapshot(), graphs)))
                        .toList());
    }

    private TaskSnapshot moved(TaskSnapshot task, Map<Integer, JobGraph> graphs) {
        Map<String, OperatorSnapshot> operators = new LinkedHashMap<>();
        lineages.forEach(
                (number, each) -> operators.putAll(each.operators(task, Objects.requireNonNull(graphs.get(number)))));
        return new TaskSnapshot(operators, Manifest.EMPTY);
    }
}
