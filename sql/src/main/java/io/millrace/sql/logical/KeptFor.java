package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.hint.HintPredicate;
import org.apache.calcite.rel.hint.Hintable;
import org.apache.calcite.rel.hint.RelHint;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * How long joins and aggregates keep rows, where a query says so itself.
 *
 * <p>The rows of which it says so come with a <b>mark</b>: a filter whose condition means nothing but holds the time
 * and the rows' name. Here the nearest join or aggregate above each mark notes the time as a hint of its own, which
 * rules hand on, and the marks are removed before anything is optimized.
 */
public final class KeptFor {
    /** The hint of a join or an aggregate. */
    public static final String HINT = "KEPT_FOR";

    /** Who has such a hint. */
    public static final HintPredicate HINTED = (hint, node) -> node instanceof Join || node instanceof Aggregate;

    private static final String MARK = "$kept_for ";
    private static final String LEFT = "left";
    private static final String RIGHT = "right";
    private static final String INPUT = "input";

    private final Set<String> marked = new TreeSet<>();
    private final Set<String> used = new TreeSet<>();

    private KeptFor() {}

    /** A plan without marks, and the names of the marks that nobody above them made use of. */
    public record Noted(RelNode plan, Set<String> unused) {}

    /** The text that is in the condition of a mark. */
    public static String mark(long millis, String name) {
        return MARK + millis + " " + name;
    }

    /** Notes the times at joins and aggregates. */
    public static Noted apply(RelNode plan) {
        KeptFor kept = new KeptFor();
        RelNode noted = kept.withoutMarks(kept.noted(plan));
        kept.marked.removeAll(kept.used);
        return new Noted(noted, kept.marked);
    }

    /** How long a join keeps the rows of its left input, in milliseconds, where the query says so. */
    public static OptionalLong left(Join join) {
        return option(join, LEFT);
    }

    public static OptionalLong right(Join join) {
        return option(join, RIGHT);
    }

    /** How long an aggregate keeps its groups. */
    public static OptionalLong of(Aggregate aggregate) {
        return option(aggregate, INPUT);
    }

    private static OptionalLong option(Hintable node, String option) {
        return node.getHints().stream()
                .filter(hint -> hint.hintName.equals(HINT) && hint.kvOptions.containsKey(option))
                .mapToLong(hint -> Long.parseLong(String.valueOf(hint.kvOptions.get(option))))
                .findFirst();
    }

    private RelNode noted(RelNode plan) {
        return Rewriting.bottomUp(
                plan,
                node ->
                        switch (within(node, this::noted)) {
                            case Join join -> noted(join, List.of(LEFT, RIGHT));
                            case Aggregate aggregate -> noted(aggregate, List.of(INPUT));
                            case RelNode other -> other;
                        });
    }

    private RelNode noted(RelNode node, List<String> inputs) {
        RelHint.Builder hint = RelHint.builder(HINT);
        boolean any = false;
        for (int input = 0; input < inputs.size(); input++) {
            Optional<String> mark = nearest(node.getInput(input));
            if (mark.isPresent()) {
                String[] words = mark.get().split(" ", 2);
                hint.hintOption(inputs.get(input), words[0]);
                used.add(words[1]);
                any = true;
            }
        }
        if (!any) {
            return node;
        }
        List<RelHint> hints = new ArrayList<>(((Hintable) node).getHints());
        hints.add(hint.build());
        return ((Hintable) node).withHints(hints);
    }

    /** The mark of the rows of a node, if only projections and filters are between. */
    private static Optional<String> nearest(RelNode node) {
        return switch (node) {
            case Filter filter -> mark(filter).or(() -> nearest(filter.getInput()));
            case Project project -> nearest(project.getInput());
            default -> Optional.empty();
        };
    }

    private RelNode withoutMarks(RelNode plan) {
        return Rewriting.bottomUp(
                plan,
                node -> {
                    RelNode inner = within(node, this::withoutMarks);
                    if (inner instanceof Filter filter) {
                        Optional<String> mark = mark(filter);
                        mark.ifPresent(words -> marked.add(words.split(" ", 2)[1]));
                        return mark.isPresent() ? filter.getInput() : filter;
                    }
                    return inner;
                });
    }

    /** The time and the name in a mark. */
    private static Optional<String> mark(Filter filter) {
        return filter.getCondition() instanceof RexCall call
                        && call.getKind() == SqlKind.LIKE
                        && call.getOperands().getFirst() instanceof RexLiteral literal
                ? Optional.ofNullable(literal.getValueAs(String.class))
                        .filter(text -> text.startsWith(MARK))
                        .map(text -> text.substring(MARK.length()))
                : Optional.empty();
    }

    /** The node with the queries within its expressions changed, too. */
    private static RelNode within(RelNode node, java.util.function.UnaryOperator<RelNode> change) {
        return node.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitSubQuery(RexSubQuery query) {
                        RexNode visited = super.visitSubQuery(query);
                        return visited instanceof RexSubQuery again ? again.clone(change.apply(again.rel)) : visited;
                    }
                });
    }
}
