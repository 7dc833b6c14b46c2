package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What projectors of the same expressions share: where columns come from, which loops there are, and which column is
 * which root of which loop. Threads share it; all that changes is the code that its programs collect.
 */
final class Plan {
    /** How many plans are kept for projectors yet to come. */
    private static final int MAX_PLANS = 256;

    /** Beyond so many nodes in one loop the JIT compiler would leave the method alone. */
    private static final int MAX_WEIGHT = 200;

    private static final Map<Key, Plan> KNOWN = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(
            List<Expression> projections,
            Optional<Expression> condition,
            List<DataType> input,
            SessionSettings session,
            Object world) {}

    /** One column of the result: a source, or a root of a loop. */
    sealed interface Result {}

    record Shared(int source) implements Result {}

    record Root(int program, int root) implements Result {}

    private final List<ColumnSource> sources;
    private final @Nullable Program filter;
    private final List<Program> programs;
    private final List<Result> results;
    private final boolean[] early;
    private final Map<Integer, Program> computed;

    private Plan(Lowering lowering, List<Expression> projections, Optional<Expression> condition) {
        condition.ifPresent(each -> AskedTwice.of(each, projections).forEach(lowering::keep));
        Node test = condition.map(lowering::condition).orElse(null);
        List<List<Node>> groups = new ArrayList<>();
        this.results = new ArrayList<>();
        int weight = MAX_WEIGHT;
        for (Expression projection : projections) {
            Node root = isComputed(projection) ? lowering.scalar(projection).node() : null;
            if (root == null || root instanceof Node.Load) {
                results.add(new Shared(root instanceof Node.Load load ? load.path : lowering.column(projection)));
                continue;
            }
            weight += root.weight();
            if (weight > MAX_WEIGHT) {
                groups.add(new ArrayList<>());
                weight = root.weight();
            }
            groups.getLast().add(root);
            results.add(new Root(groups.size() - 1, groups.getLast().size() - 1));
        }
        this.sources = lowering.sources();
        int count = sources.size();
        this.filter = test == null ? null : new Program(List.of(test), KernelGenerator.Purpose.FILTER, count);
        this.programs =
                groups.stream().map(group -> new Program(group, KernelGenerator.Purpose.PROJECT, count)).toList();
        this.computed = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            if (sources.get(i) instanceof ColumnSource.Computed node) {
                computed.put(i, new Program(List.of(node.root()), KernelGenerator.Purpose.PROJECT, count));
            }
        }
        this.early = new boolean[count];
        markEarly();
    }

    /** The sources that the condition needs: they are made for all rows, the others for those that pass. */
    private void markEarly() {
        for (int i = sources.size() - 1; i >= 0; i--) {
            early[i] |= filter != null && filter.reads(i);
            if (!early[i]) {
                continue;
            }
            switch (sources.get(i)) {
                case ColumnSource.FieldOf field -> early[field.row()] = true;
                case ColumnSource.ItemOf item -> {
                    early[item.collection()] = true;
                    early[item.index()] = true;
                }
                case ColumnSource.SizeOf size -> early[size.collection()] = true;
                case ColumnSource.Assembled whole -> whole.parts().forEach(part -> early[part] = true);
                case ColumnSource.Applied applied -> applied.parts().forEach(part -> early[part] = true);
                case ColumnSource.Computed ignored -> {
                    Program program = java.util.Objects.requireNonNull(computed.get(i));
                    for (int j = 0; j < i; j++) {
                        early[j] |= program.reads(j);
                    }
                }
                case ColumnSource.InputColumn ignored -> {}
                case ColumnSource.Fixed ignored -> {}
            }
        }
    }

    private static boolean isComputed(Expression projection) {
        return switch (projection) {
            case Expression.Input ignored -> false;
            case Expression.Literal ignored -> false;
            case Expression.FieldAccess ignored -> false;
            case Expression.Call call -> !isNested(call.type());
            case Expression.Cast cast -> !isNested(cast.type());
        };
    }

    private static boolean isNested(DataType type) {
        return switch (type.storage()) {
            case ARRAY, MAP, ROW -> true;
            default -> false;
        };
    }

    static Plan of(
            List<Expression> projections,
            Optional<Expression> condition,
            List<DataType> input,
            SessionSettings session,
            Clock clock) {
        if (condition.isEmpty() && projections.stream().noneMatch(Plan::isComputed)) {
            return new Plan(new Lowering(input, session, clock), projections, condition);
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Key key =
                new Key(
                        List.copyOf(projections),
                        condition,
                        List.copyOf(input),
                        session,
                        List.of(clock, loader == null ? "" : loader));
        synchronized (KNOWN) {
            Plan known = KNOWN.get(key);
            if (known == null) {
                known = new Plan(new Lowering(key.input, session, clock), projections, condition);
                KNOWN.put(key, known);
                if (KNOWN.size() > MAX_PLANS) {
                    KNOWN.remove(KNOWN.keySet().iterator().next());
                }
            }
            return known;
        }
    }

    List<ColumnSource> sources() {
        return sources;
    }

    @Nullable Program filter() {
        return filter;
    }

    List<Program> programs() {
        return programs;
    }

    List<Result> results() {
        return results;
    }

    /** Whether the condition needs this source. */
    boolean isEarly(int source) {
        return early[source];
    }

    /** The loop of a computed source. */
    Program program(int source) {
        return java.util.Objects.requireNonNull(computed.get(source));
    }
}
