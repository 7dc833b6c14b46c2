package io.millrace.server.evolution;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import java.util.ArrayList;
import java.util.List;

/** Says why an operator finds no state: in what the one that is most like it was different. */
final class Difference {
    private Difference() {}

    static List<String> reasons(Correspondence correspondence, JobGraph before, int vertex) {
        StateMeaning now = correspondence.after(vertex);
        List<String> least = List.of();
        for (int other = 0; other < before.vertices().size(); other++) {
            StateMeaning then = correspondence.before(other);
            if (then.kind() == Kind.STATE && !correspondence.isUsed(other) && areAlike(then, now)) {
                List<String> reasons = reasons(then, now);
                least = least.isEmpty() || reasons.size() < least.size() ? reasons : least;
            }
        }
        return least.isEmpty() ? List.of("is new here: what was read before is not in it") : least;
    }

    private static boolean areAlike(StateMeaning then, StateMeaning now) {
        return names(then).equals(names(now)) && then.inputs().size() == now.inputs().size();
    }

    private static List<String> names(StateMeaning state) {
        return state.parts().stream().map(Part::name).toList();
    }

    private static List<String> reasons(StateMeaning then, StateMeaning now) {
        List<String> reasons = new ArrayList<>();
        for (int part = 0; part < now.parts().size(); part++) {
            Part was = then.parts().get(part);
            Part is = now.parts().get(part);
            if (!was.text().equals(is.text())) {
                reasons.add(is.name() + " was " + was.text() + ", is " + is.text());
            }
        }
        reasons.addAll(filters(then, now));
        if (!bases(then).equals(bases(now))) {
            reasons.add("its rows come from somewhere else");
        }
        return reasons;
    }

    private static List<String> bases(StateMeaning state) {
        return state.inputs().stream().map(Relation::base).sorted().toList();
    }

    /** The filters of inputs that come from the same place. */
    static List<String> filters(StateMeaning then, StateMeaning now) {
        List<String> texts = new ArrayList<>();
        for (Relation is : now.inputs()) {
            then.inputs().stream()
                    .filter(was -> was.base().equals(is.base()))
                    .findFirst()
                    .filter(was -> !was.filters().equals(is.filters()))
                    .ifPresent(was -> texts.add("the filter before it was " + filter(was) + ", is " + filter(is)));
        }
        return texts;
    }

    private static String filter(Relation rows) {
        return rows.filters().isEmpty() ? "none" : String.join(" AND ", rows.filters());
    }
}
