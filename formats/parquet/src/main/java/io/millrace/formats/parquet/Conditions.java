package io.millrace.formats.parquet;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Call;
import io.millrace.dataflow.expression.Expression.Function.Named;
import io.millrace.dataflow.expression.Expression.Input;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.formats.parquet.RowRanges.Piece;
import io.millrace.formats.parquet.column.TreeBuilder;
import io.millrace.formats.parquet.file.Damage;
import io.millrace.formats.parquet.file.Footer;
import io.millrace.formats.parquet.file.Node;
import io.millrace.formats.parquet.file.PageIndex;
import io.millrace.formats.parquet.file.RowGroup;
import io.millrace.formats.parquet.file.RowGroup.Chunk;
import io.millrace.formats.parquet.file.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which rows cannot fulfil the conditions of a query, as the statistics of row groups and of pages tell. What is not
 * understood rules out nothing.
 *
 * @param filters conditions over the columns, all of which must hold
 * @param paths the fields that lead to each column
 */
record Conditions(List<Expression> filters, List<List<Field>> paths) {

    /** What is known of a column in some rows. */
    private record Known(Node node, DataType type, Statistics statistics, long rows) {

        boolean isAllNull() {
            return statistics.nulls() == rows;
        }
    }

    /** Finds what is known of a column, by its number. */
    private interface Knowledge {
        Optional<Known> of(int column);
    }

    /** The rows of a row group that have to be read. */
    List<Piece> pieces(FileInput file, Node schema, RowGroup group) {
        Knowledge ofGroup =
                column ->
                        leaf(schema, column)
                                .map(node -> known(node, column, chunk(group, node).statistics(), group.rows()));
        for (Expression filter : filters) {
            if (!mayHold(filter, ofGroup)) {
                return List.of();
            }
        }
        List<Piece> pieces = List.of(new Piece(group, 0, group.rows()));
        for (Expression filter : filters) {
            TreeSet<Integer> columns = new TreeSet<>();
            collect(filter, columns);
            if (columns.size() == 1 && isUnderstood(filter)) {
                pieces = common(pieces, pages(file, schema, group, filter, columns.first()));
            }
        }
        return pieces;
    }

    /** The rows of the pages of one column that may fulfil a condition over it. */
    private List<Piece> pages(FileInput file, Node schema, RowGroup group, Expression filter, int column) {
        List<Piece> all = List.of(new Piece(group, 0, group.rows()));
        Optional<Node> node = leaf(schema, column);
        if (node.isEmpty()) {
            return all;
        }
        Optional<PageIndex> index = index(file, chunk(group, node.get()));
        if (index.isEmpty()) {
            return all;
        }
        List<PageIndex.Page> pages = index.get().pages();
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            long from = pages.get(i).firstRow();
            long to = i + 1 < pages.size() ? pages.get(i + 1).firstRow() : group.rows();
            Statistics statistics = pages.get(i).statistics();
            if (!mayHold(filter, ignored -> Optional.of(known(node.get(), column, statistics, to - from)))) {
                continue;
            }
            if (!pieces.isEmpty() && pieces.getLast().to() == from) {
                pieces.set(pieces.size() - 1, new Piece(group, pieces.getLast().from(), to));
            } else {
                pieces.add(new Piece(group, from, to));
            }
        }
        return pieces;
    }

    private static Optional<PageIndex> index(FileInput file, Chunk chunk) {
        RowGroup.Indexes at = chunk.indexes();
        if (at.columnLength() <= 0 || at.offsetLength() <= 0) {
            return Optional.empty();
        }
        try {
            PageIndex index =
                    PageIndex.read(
                            Footer.bytes(file, at.columnAt(), at.columnLength()),
                            Footer.bytes(file, at.offsetAt(), at.offsetLength()));
            return index.pages().isEmpty() ? Optional.empty() : Optional.of(index);
        } catch (RuntimeException e) {
            throw Damage.in("File " + file.name() + ", the index of its pages,", e);
        }
    }

    private static List<Piece> common(List<Piece> some, List<Piece> others) {
        List<Piece> common = new ArrayList<>();
        for (Piece piece : some) {
            for (Piece other : others) {
                long from = Math.max(piece.from(), other.from());
                long to = Math.min(piece.to(), other.to());
                if (from < to) {
                    common.add(new Piece(piece.group(), from, to));
                }
            }
        }
        return common;
    }

    /** The stored column that a column is, where it is one and not repeated. */
    private Optional<Node> leaf(Node schema, int column) {
        Optional<Node> node = Optional.of(schema);
        for (Field field : paths.get(column)) {
            node = node.flatMap(group -> TreeBuilder.find(group, field.name()));
        }
        return node.filter(found -> found.isLeaf() && found.level().repeat() == 0);
    }

    private static Chunk chunk(RowGroup group, Node node) {
        return group.chunks().get(((Node.Leaf) node.content()).column());
    }

    private Known known(Node node, int column, Statistics statistics, long rows) {
        return new Known(node, paths.get(column).getLast().type(), statistics, rows);
    }

    private static void collect(Expression expression, TreeSet<Integer> columns) {
        switch (expression) {
            case Input input -> columns.add(input.column());
            case Literal literal -> {}
            case Call call -> call.arguments().forEach(argument -> collect(argument, columns));
            case Expression.Cast cast -> collect(cast.operand(), columns);
            case Expression.FieldAccess access -> collect(access.operand(), columns);
        }
    }

    /** Whether statistics can rule it out at all, so that indexes are worth reading. */
    private static boolean isUnderstood(Expression filter) {
        return filter instanceof Call call
                && call.function() instanceof Named(String name)
                && switch (name) {
                    case "AND", "OR" -> call.arguments().stream().allMatch(Conditions::isUnderstood);
                    case "=", "<", "<=", ">", ">=", "IS NULL", "IS NOT NULL" -> true;
                    default -> false;
                };
    }

    /** Whether the condition may be true of some row. */
    private static boolean mayHold(Expression filter, Knowledge knowledge) {
        if (filter instanceof Literal literal) {
            return Boolean.TRUE.equals(literal.value());
        }
        if (!(filter instanceof Call call) || !(call.function() instanceof Named(String name))) {
            return true;
        }
        List<Expression> arguments = call.arguments();
        return switch (name) {
            case "AND" -> arguments.stream().allMatch(argument -> mayHold(argument, knowledge));
            case "OR" -> arguments.stream().anyMatch(argument -> mayHold(argument, knowledge));
            case "IS NULL" ->
                    known(arguments.getFirst(), knowledge).map(known -> known.statistics.nulls() != 0).orElse(true);
            case "IS NOT NULL" -> known(arguments.getFirst(), knowledge).map(known -> !known.isAllNull()).orElse(true);
            case "=", "<", "<=", ">", ">=" -> compare(name, arguments.get(0), arguments.get(1), knowledge);
            default -> true;
        };
    }

    private static boolean compare(String operator, Expression left, Expression right, Knowledge knowledge) {
        if (left instanceof Literal literal && !(right instanceof Literal)) {
            return compare(mirrored(operator), right, literal, knowledge);
        }
        if (!(right instanceof Literal literal)) {
            return true;
        }
        Optional<Known> known = known(left, knowledge);
        if (known.isEmpty()) {
            return true;
        }
        if (literal.value() == null || known.get().isAllNull()) {
            return false;
        }
        Statistics statistics = known.get().statistics;
        Optional<StoredBound> value = StoredBound.of(literal);
        Optional<StoredBound> min = StoredBound.of(known.get().node, known.get().type, statistics.min());
        Optional<StoredBound> max = StoredBound.of(known.get().node, known.get().type, statistics.max());
        return switch (operator) {
            case "=" -> isOrdered(min, value, 0) && isOrdered(value, max, 0);
            case "<" -> isOrdered(min, value, -1);
            case "<=" -> isOrdered(min, value, 0);
            case ">" -> max.map(StoredBound::isReal).orElse(true) || isOrdered(value, max, -1);
            default -> max.map(StoredBound::isReal).orElse(true) || isOrdered(value, max, 0);
        };
    }

    /** Whether the first is at most the second, or less by {@code most} being −1; true where that is not known. */
    private static boolean isOrdered(Optional<StoredBound> first, Optional<StoredBound> second, int most) {
        return first.isEmpty()
                || second.isEmpty()
                || first.get().compare(second.get()).map(order -> order <= most).orElse(true);
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }

    /** What is known of an operand: a column, or one whose numbers were only widened. */
    private static Optional<Known> known(Expression operand, Knowledge knowledge) {
        return switch (operand) {
            case Input input -> knowledge.of(input.column());
            case Expression.Cast cast when StoredBound.isWidening(cast) -> known(cast.operand(), knowledge);
            default -> Optional.empty();
        };
    }
}
