package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * Narrows scans to what is read of them: columns, and fields of columns of type ROW.
 *
 * <p>From each node that is no filter, projection or watermark, the paths that the nodes below it need are gathered on
 * the way down to the scan; on the way up every reference {@code $3.price} becomes one to a column of its own.
 */
final class PathPruning {
    private PathPruning() {}

    static RelNode apply(RelNode plan) {
        return Rewriting.bottomUp(plan, node -> isChain(node) ? node : withPrunedInputs(node));
    }

    /** A plan whose root is itself such a chain has no node above it. */
    static RelNode applyToRoot(RelNode plan) {
        RelNode pruned = apply(plan);
        return isChain(pruned) ? whole(pruned) : pruned;
    }

    private static RelNode withPrunedInputs(RelNode node) {
        List<RelNode> inputs = node.getInputs().stream().map(input -> isChain(input) ? whole(input) : input).toList();
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    private static boolean isChain(RelNode node) {
        return switch (node) {
            case TableRead ignored -> true;
            case Filter filter -> isChain(filter.getInput());
            case Project project -> isChain(project.getInput());
            case Watermark watermark -> isChain(watermark.getInput());
            default -> false;
        };
    }

    /** All columns of a chain, in their order. */
    private static RelNode whole(RelNode chain) {
        List<ColumnPath> all = ColumnPath.all(chain.getRowType().getFieldCount());
        Narrowed narrowed = narrow(chain, new TreeSet<>(all));
        List<RexNode> columns = new ArrayList<>();
        for (ColumnPath path : all) {
            columns.add(narrowed.column(path));
        }
        return Expressions.project(narrowed.node, columns, chain.getRowType().getFieldNames());
    }

    /** A node, and where in it each path of the original node is found. */
    private record Narrowed(RelNode node, Map<ColumnPath, Integer> columns) {
        RexNode column(ColumnPath path) {
            for (Map.Entry<ColumnPath, Integer> entry : columns.entrySet()) {
                if (path.startsWith(entry.getKey())) {
                    RexBuilder rex = Expressions.builder(node);
                    RexNode found = rex.makeInputRef(node, entry.getValue());
                    for (int field : path.steps().subList(entry.getKey().steps().size(), path.steps().size())) {
                        found = rex.makeFieldAccess(found, field);
                    }
                    return found;
                }
            }
            throw new IllegalStateException("path " + path + " is not read");
        }

        RexNode rewrite(RexNode expression) {
            return expression.accept(
                    new RexShuttle() {
                        @Override
                        public RexNode visitInputRef(RexInputRef ref) {
                            return column(ColumnPath.of(ref.getIndex()));
                        }

                        @Override
                        public RexNode visitFieldAccess(RexFieldAccess access) {
                            ColumnPath path = path(access);
                            return path == null ? super.visitFieldAccess(access) : column(path);
                        }
                    });
        }
    }

    private static Narrowed narrow(RelNode node, SortedSet<ColumnPath> needed) {
        return switch (node) {
            case TableRead read -> {
                List<ColumnPath> paths = new ArrayList<>();
                Map<ColumnPath, Integer> columns = new TreeMap<>();
                for (ColumnPath path : shortest(needed)) {
                    columns.put(path, paths.size());
                    paths.add(path.under(read.paths().get(path.column())));
                }
                yield new Narrowed(read.only(paths), columns);
            }
            case Filter filter -> {
                TreeSet<ColumnPath> below = new TreeSet<>(needed);
                collect(filter.getCondition(), below);
                Narrowed input = narrow(filter.getInput(), below);
                yield new Narrowed(
                        LogicalFilter.create(input.node, input.rewrite(filter.getCondition())), input.columns);
            }
            case Watermark watermark -> {
                TreeSet<ColumnPath> below = new TreeSet<>(needed);
                below.add(ColumnPath.of(watermark.timeColumn()));
                collect(watermark.expression(), below);
                Narrowed input = narrow(watermark.getInput(), below);
                yield new Narrowed(
                        new Watermark(
                                input.node,
                                Expressions.column(input.column(ColumnPath.of(watermark.timeColumn()))),
                                input.rewrite(watermark.expression())),
                        input.columns);
            }
            case Project project -> narrow(project, needed);
            default -> throw new IllegalStateException("no chain: " + node);
        };
    }

    private static Narrowed narrow(Project project, SortedSet<ColumnPath> needed) {
        RexBuilder rex = Expressions.builder(project);
        List<RexNode> outputs = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<ColumnPath, Integer> columns = new TreeMap<>();
        TreeSet<ColumnPath> below = new TreeSet<>();
        for (ColumnPath path : shortest(needed)) {
            RexNode output = project.getProjects().get(path.column());
            for (int field : path.fields()) {
                output = rex.makeFieldAccess(output, field);
            }
            columns.put(path, outputs.size());
            outputs.add(output);
            names.add(path.name(project.getRowType()));
            collect(output, below);
        }
        Narrowed input = narrow(project.getInput(), below);
        List<RexNode> rewritten = outputs.stream().map(input::rewrite).toList();
        RelNode narrowed = LogicalProject.create(input.node, List.of(), rewritten, names, java.util.Set.of());
        return new Narrowed(narrowed, columns);
    }

    /** The paths that are not below another one that is read as a whole. */
    private static List<ColumnPath> shortest(SortedSet<ColumnPath> paths) {
        List<ColumnPath> kept = new ArrayList<>();
        for (ColumnPath path : paths) {
            // In order, a prefix comes before what it starts.
            if (kept.isEmpty() || !path.startsWith(kept.getLast())) {
                kept.add(path);
            }
        }
        return kept;
    }

    private static void collect(RexNode expression, SortedSet<ColumnPath> paths) {
        expression.accept(
                new RexVisitorImpl<Void>(true) {
                    @Override
                    public @Nullable Void visitInputRef(RexInputRef ref) {
                        paths.add(ColumnPath.of(ref.getIndex()));
                        return null;
                    }

                    @Override
                    public @Nullable Void visitFieldAccess(RexFieldAccess access) {
                        ColumnPath path = path(access);
                        if (path == null) {
                            return super.visitFieldAccess(access);
                        }
                        paths.add(path);
                        return null;
                    }
                });
    }

    /** The path that an expression such as {@code $3.price} is, if it is one. */
    private static @Nullable ColumnPath path(RexNode expression) {
        if (expression instanceof RexInputRef ref) {
            return ColumnPath.of(ref.getIndex());
        }
        if (expression instanceof RexFieldAccess access) {
            ColumnPath parent = path(access.getReferenceExpr());
            return parent == null ? null : parent.child(access.getField().getIndex());
        }
        return null;
    }
}
