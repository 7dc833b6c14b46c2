package io.millrace.server.evolution;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.DataType;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.state.Manifest;
import io.millrace.protocol.TaskSnapshot;
import io.millrace.protocol.TaskSnapshot.OperatorSnapshot;
import io.millrace.server.evolution.Correspondence.Match;
import io.millrace.server.evolution.Finding.Fate;
import io.millrace.server.evolution.PlanMeaning.Depth;
import io.millrace.state.TableMapping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A part of a plan put onto the part of a checkpoint that it goes on from: what is found, and what is not. The parts
 * have no edge between them, as {@link Lineages} has it. Operators that go on keep their ids.
 */
final class LineageEvolution {
    private final CheckpointMetadata checkpoint;
    private final JobGraph before;
    private final JobGraph after;
    private final FileStorage storage;
    private final Correspondence correspondence;
    private final BitSet replaced;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Integer, Fate> fates = new TreeMap<>();
    private final Map<Integer, List<TableMapping>> mappings = new TreeMap<>();

    private LineageEvolution(CheckpointMetadata checkpoint, JobGraph before, JobGraph after, FileStorage storage) {
        this.checkpoint = checkpoint;
        this.before = before;
        this.after = after;
        this.storage = storage;
        this.correspondence = Correspondence.of(before, after);
        this.replaced = new BitSet();
    }

    /**
     * Finds out what of its part of a checkpoint a part of a plan can use. Nothing is changed.
     *
     * @param gone the ids of sinks in whose place others are filled from the beginning: what leads to them alone is not
     *     missed
     */
    static LineageEvolution of(
            CheckpointMetadata checkpoint, JobGraph before, JobGraph after, FileStorage storage, Set<String> gone) {
        LineageEvolution evolution = new LineageEvolution(checkpoint, before, after, storage);
        evolution.findReplaced(gone);
        for (int vertex = 0; vertex < after.vertices().size(); vertex++) {
            evolution.examine(vertex);
        }
        for (int vertex = 0; vertex < before.vertices().size(); vertex++) {
            evolution.examineOld(vertex);
        }
        return evolution;
    }

    List<Finding> findings() {
        return findings;
    }

    /** The part of the new plan. */
    JobGraph after() {
        return after;
    }

    /** The id, before, of the sink or source that goes on as this vertex. */
    Optional<String> idBefore(int vertex) {
        return correspondence.match(vertex).map(match -> before.vertices().get(match.vertex()).id());
    }

    /** Whether an operator that a vertex gets rows from lacks rows that were read before. */
    boolean lacksHistory(int vertex) {
        BitSet above = Lineages.upstream(after, vertex);
        return above.stream().anyMatch(each -> fates.get(each) == Fate.PARTIAL || fates.get(each) == Fate.UNFIT);
    }

    /** As {@link #lacksHistory}, and it cannot do with what there is. */
    boolean isUnfit(int vertex) {
        return Lineages.upstream(after, vertex).stream().anyMatch(each -> fates.get(each) == Fate.UNFIT);
    }

    /** Whether a sink has still to commit what the new plan does not. */
    boolean losesASink() {
        for (int vertex = 0; vertex < before.vertices().size(); vertex++) {
            if (correspondence.before(vertex).kind() == Kind.SINK && !correspondence.isUsed(vertex)) {
                return true;
            }
        }
        return false;
    }

    private void findReplaced(Set<String> gone) {
        for (int vertex = before.vertices().size() - 1; vertex >= 0; vertex--) {
            List<Edge> outputs = before.outputsOf(vertex);
            boolean all = outputs.stream().allMatch(edge -> replaced.get(edge.to()));
            if (outputs.isEmpty() ? gone.contains(before.vertices().get(vertex).id()) : all) {
                replaced.set(vertex);
            }
        }
    }

    private void examine(int vertex) {
        StateMeaning state = correspondence.after(vertex);
        Optional<Match> match = correspondence.match(vertex);
        if (state.kind() == Kind.NONE) {
            return;
        }
        if (match.isEmpty()) {
            add(vertex, unfound(vertex, state));
        } else if (state.kind() != Kind.STATE || isSame(vertex, match.get())) {
            add(vertex, new Finding(Fate.KEPT, words(state), List.of()));
        } else {
            add(vertex, moved(vertex, match.get()));
        }
    }

    private void add(int vertex, Finding finding) {
        findings.add(finding);
        fates.put(vertex, finding.fate());
    }

    private boolean isSame(int vertex, Match match) {
        Vertex then = before.vertices().get(match.vertex());
        return match.depth() == Depth.ALL && then.spec().equals(after.vertices().get(vertex).spec());
    }

    static String words(StateMeaning state) {
        return switch (state.kind()) {
            case SOURCE -> "read " + state.sql();
            case SINK -> "write " + state.sql();
            case STATE, NONE -> state.sql();
        };
    }

    private Finding moved(int vertex, Match match) {
        Vertex now = after.vertices().get(vertex);
        StateMove move =
                StateMove.of(match, stored(match.vertex()), DeclaredTables.of(now.spec(), after.session(), storage));
        mappings.put(vertex, move.mappings());
        List<String> details = new ArrayList<>();
        move.unfit().forEach(details::add);
        if (match.depth() == Depth.WITHOUT_FILTERS) {
            details.addAll(filters(vertex, match));
        }
        move.missing().forEach(missing -> details.add(missing + " is new here: what was read before is not in it"));
        Fate fate = !move.unfit().isEmpty() ? Fate.UNFIT : details.isEmpty() ? Fate.KEPT : Fate.PARTIAL;
        move.dropped().forEach(gone -> details.add(gone + " is not kept any more"));
        return new Finding(fate, words(correspondence.after(vertex)), details);
    }

    private Map<String, List<DataType>> stored(int vertex) {
        Map<String, List<DataType>> tables = new LinkedHashMap<>();
        String id = before.vertices().get(vertex).id();
        for (TaskSnapshot task : checkpoint.snapshots()) {
            OperatorSnapshot operator = task.operators().get(id);
            if (operator != null) {
                TableMapping.tables(operator.state()).forEach(table -> tables.put(table.name(), table.columns()));
            }
        }
        return tables;
    }

    private List<String> filters(int vertex, Match match) {
        List<String> texts =
                Difference.filters(correspondence.before(match.vertex()), correspondence.after(vertex)).stream()
                        .map(text -> text + ": it holds the rows of the old one")
                        .toList();
        return texts.isEmpty() ? List.of("a filter further up has changed: it holds the rows of the old one") : texts;
    }

    private Finding unfound(int vertex, StateMeaning state) {
        return switch (state.kind()) {
            case SOURCE -> new Finding(Fate.NEW, words(state), List.of("is read from its beginning"));
            case SINK -> new Finding(Fate.FROM_NOW, words(state), List.of());
            case STATE, NONE ->
                    isFresh(vertex)
                            ? new Finding(Fate.NEW, words(state), List.of("none of its sources was read before"))
                            : new Finding(
                                    Fate.PARTIAL, words(state), Difference.reasons(correspondence, before, vertex));
        };
    }

    /** Whether no row that belongs into its state was read before. */
    private boolean isFresh(int vertex) {
        if (correspondence.after(vertex).kind() == Kind.SOURCE) {
            return correspondence.match(vertex).isEmpty();
        }
        return after.inputsOf(vertex).stream().allMatch(edge -> isFresh(edge.from()));
    }

    private void examineOld(int vertex) {
        StateMeaning state = correspondence.before(vertex);
        if (state.kind() == Kind.NONE || correspondence.isUsed(vertex) || replaced.get(vertex)) {
            return;
        }
        findings.add(new Finding(state.kind() == Kind.SINK ? Fate.ENDED : Fate.DROPPED, words(state), List.of()));
    }

    /** Whether state would be lost that somebody may want back: a sink's is not. */
    boolean dropsState() {
        for (int vertex = 0; vertex < before.vertices().size(); vertex++) {
            Kind kind = correspondence.before(vertex).kind();
            boolean isGone = !correspondence.isUsed(vertex) && !replaced.get(vertex);
            if (isGone && (kind == Kind.STATE || kind == Kind.SOURCE)) {
                return true;
            }
        }
        return false;
    }

    /** How far the sources of a plan with these ids were dealt out. */
    Map<String, String> enumerators(JobGraph graph) {
        Map<String, String> enumerators = new TreeMap<>();
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            String id = graph.vertices().get(vertex).id();
            idBefore(vertex)
                    .map(before -> checkpoint.enumerators().get(before))
                    .ifPresent(position -> enumerators.put(id, position));
        }
        return enumerators;
    }

    /**
     * The part of the new plan. Operators that go on keep their ids, as sinks name what they write by them; no other
     * one gets such an id.
     *
     * @param ids that are taken; those given here are added
     */
    JobGraph renamed(Lineages.Ids ids) {
        Set<Integer> taken = new HashSet<>();
        List<Vertex> vertices = new ArrayList<>();
        for (int vertex = 0; vertex < after.vertices().size(); vertex++) {
            Vertex now = after.vertices().get(vertex);
            Optional<Match> match = correspondence.match(vertex).filter(found -> taken.add(found.vertex()));
            String id =
                    match.map(found -> before.vertices().get(found.vertex()).id())
                            .orElseGet(() -> ids.unused(now.id()));
            vertices.add(new Vertex(id, now.spec(), now.spread()));
        }
        return new JobGraph(after.name(), vertices, after.edges(), after.session(), after.script());
    }

    /** What a task had of the operators that go on, by their ids in the new plan. */
    Map<String, OperatorSnapshot> operators(TaskSnapshot task, JobGraph graph) {
        Map<String, OperatorSnapshot> operators = new LinkedHashMap<>();
        for (int index = 0; index < graph.vertices().size(); index++) {
            int vertex = index;
            Optional<Match> match = correspondence.match(vertex);
            match.map(found -> task.operators().get(before.vertices().get(found.vertex()).id()))
                    .map(snapshot -> moved(vertex, match.get(), snapshot))
                    .ifPresent(snapshot -> operators.put(graph.vertices().get(vertex).id(), snapshot));
        }
        return operators;
    }

    private OperatorSnapshot moved(int vertex, Match match, OperatorSnapshot snapshot) {
        List<TableMapping> tables = mappings.get(vertex);
        Manifest state = tables == null ? snapshot.state() : TableMapping.apply(snapshot.state(), tables);
        List<Integer> ended = new ArrayList<>();
        for (int input : snapshot.ended()) {
            ended.add(input(match, input));
        }
        return new OperatorSnapshot(state, snapshot.watermark(), ended);
    }

    /** Where the rows of an input come in now: the sides of a join may have been exchanged. */
    private static int input(Match match, int input) {
        List<Relation> then = match.then().inputs();
        List<Relation> now = match.now().inputs();
        if (then.size() == 2 && !then.get(0).rows().equals(then.get(1).rows())) {
            for (int index = 0; index < now.size(); index++) {
                if (now.get(index).rows().equals(then.get(input).rows())) {
                    return index;
                }
            }
        }
        return input;
    }
}
