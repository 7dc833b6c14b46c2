package io.millrace.server.evolution;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.server.evolution.PlanMeaning.Depth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Which operator of one plan has the state of which of another. Those that mean the same belong together; among several
 * that mean the same, those with the same id, and then the first. Equal state may be taken by several.
 */
final class Correspondence {
    private final JobGraph before;
    private final JobGraph after;
    private final List<Meaning> old;
    private final List<Meaning> now;
    private final List<Meaning> oldUnfiltered;
    private final List<Meaning> nowUnfiltered;
    private final List<Optional<Match>> matches;
    private final BitSet used = new BitSet();

    /**
     * The operator whose state it is.
     *
     * @param then what it meant in the plan before
     * @param now what it means in the plan after
     * @param depth whether filters before it are the same
     */
    record Match(int vertex, StateMeaning then, StateMeaning now, Depth depth) {}

    private Correspondence(JobGraph before, JobGraph after) {
        SourceNames names = SourceNames.of(before, after);
        this.before = before;
        this.after = after;
        this.old = PlanMeaning.of(before, names.before(), Depth.ALL);
        this.now = PlanMeaning.of(after, names.after(), Depth.ALL);
        this.oldUnfiltered = PlanMeaning.of(before, names.before(), Depth.WITHOUT_FILTERS);
        this.nowUnfiltered = PlanMeaning.of(after, names.after(), Depth.WITHOUT_FILTERS);
        this.matches = new ArrayList<>(Collections.nCopies(after.vertices().size(), Optional.empty()));
    }

    static Correspondence of(JobGraph before, JobGraph after) {
        Correspondence found = new Correspondence(before, after);
        found.pair(found.old, found.now, true);
        found.pair(found.old, found.now, false);
        found.share();
        found.pair(found.oldUnfiltered, found.nowUnfiltered, true);
        found.pair(found.oldUnfiltered, found.nowUnfiltered, false);
        return found;
    }

    /** The operator before, by vertex after. */
    Optional<Match> match(int vertex) {
        return matches.get(vertex);
    }

    boolean isUsed(int vertexBefore) {
        return used.get(vertexBefore);
    }

    StateMeaning before(int vertex) {
        return old.get(vertex).state();
    }

    StateMeaning after(int vertex) {
        return now.get(vertex).state();
    }

    private void pair(List<Meaning> from, List<Meaning> to, boolean sameId) {
        for (int index = 0; index < to.size(); index++) {
            int vertex = index;
            StateMeaning state = to.get(vertex).state();
            if (state.kind() == Kind.NONE || matches.get(vertex).isPresent()) {
                continue;
            }
            String id = after.vertices().get(vertex).id();
            find(from, state, other -> !used.get(other) && (!sameId || id(other).equals(id)))
                    .ifPresent(other -> take(vertex, other, from, to));
        }
    }

    /** What is left over may have the state of one that is taken, where that is the very same. */
    private void share() {
        for (int vertex = 0; vertex < now.size(); vertex++) {
            StateMeaning state = now.get(vertex).state();
            if (state.kind() == Kind.STATE && matches.get(vertex).isEmpty()) {
                int taker = vertex;
                find(old, state, other -> true).ifPresent(other -> take(taker, other, old, now));
            }
        }
    }

    private String id(int vertexBefore) {
        return before.vertices().get(vertexBefore).id();
    }

    private static Optional<Integer> find(List<Meaning> from, StateMeaning state, IntPredicate free) {
        String identity = state.identity();
        for (int vertex = 0; vertex < from.size(); vertex++) {
            if (free.test(vertex) && from.get(vertex).state().identity().equals(identity)) {
                return Optional.of(vertex);
            }
        }
        return Optional.empty();
    }

    private void take(int vertex, int other, List<Meaning> from, List<Meaning> to) {
        used.set(other);
        Depth depth = from == old ? Depth.ALL : Depth.WITHOUT_FILTERS;
        matches.set(vertex, Optional.of(new Match(other, from.get(other).state(), to.get(vertex).state(), depth)));
    }
}
