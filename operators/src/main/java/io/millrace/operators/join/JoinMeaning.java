package io.millrace.operators.join;

import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.lineage.LineageText;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.dataflow.lineage.TableMeaning;
import io.millrace.dataflow.lineage.TableMeaning.Column;
import io.millrace.operators.Flow;
import io.millrace.operators.join.JoinSide.Degrees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the state of joins means. Where both sides have a column of one meaning, because a table is joined with itself,
 * their columns are told apart by the side.
 */
final class JoinMeaning {
    private final JoinCondition condition;
    private final Relation left;
    private final Relation right;
    private final boolean isAlike;

    JoinMeaning(JoinCondition condition, Relation left, Relation right) {
        this.condition = condition;
        this.isAlike = !Collections.disjoint(left.columns(), right.columns()) || left.rows().equals(right.rows());
        this.left = isAlike ? side("left", left) : left;
        this.right = isAlike ? side("right", right) : right;
    }

    private static Relation side(String side, Relation rows) {
        return new Relation(
                rows.base(), rows.filters(), rows.columns().stream().map(column -> side + " " + column).toList());
    }

    /** What the join depends on, but for the columns that it keeps. */
    List<Part> parts(JoinType type, String form, List<Expression> further) {
        List<String> both = both();
        List<String> conditions = new ArrayList<>(equalities());
        condition.residual().ifPresent(rest -> conditions.addAll(LineageText.conjuncts(rest, both)));
        conditions.addAll(LineageText.of(further, both));
        Collections.sort(conditions);
        return List.of(new Part("join", kind(type) + form), new Part("ON", conditions.toString()));
    }

    /** LEFT and RIGHT are the same, seen from the other side. */
    private String kind(JoinType type) {
        return switch (type) {
            case INNER, FULL -> type + " ";
            case LEFT, SEMI, ANTI -> type.name().replace("LEFT", "OUTER") + " of all " + name(left, "left") + " ";
            case RIGHT -> "OUTER of all " + name(right, "right") + " ";
        };
    }

    private String name(Relation rows, String side) {
        return rows.rows() + (isAlike ? " " + side : "");
    }

    /** The columns of both sides, which are those that a condition is over. */
    List<String> both() {
        List<String> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        return columns;
    }

    String sql() {
        return "JOIN ON " + equalities();
    }

    private List<String> equalities() {
        return condition.keys().stream()
                .map(key -> {
                    String a = left.column(key.left());
                    String b = right.column(key.right());
                    String equals = key.nulls() == JoinCondition.Nulls.DIFFER ? " = " : " IS NOT DISTINCT FROM ";
                    return a.compareTo(b) < 0 ? a + equals + b : b + equals + a;
                })
                .toList();
    }

    TableMeaning leftTable(String name, Flow flow, Degrees degrees) {
        String meaning = "rows of " + name(left, "left");
        return new TableMeaning(name, meaning, columns(left, condition.leftKeys(), flow, degrees));
    }

    TableMeaning rightTable(String name, Flow flow, Degrees degrees) {
        String meaning = "rows of " + name(right, "right");
        return new TableMeaning(name, meaning, columns(right, condition.rightKeys(), flow, degrees));
    }

    /** As {@link JoinSide} declares them. */
    private static List<Column> columns(Relation rows, List<Integer> keys, Flow flow, Degrees degrees) {
        List<Column> columns = new ArrayList<>(rows.columns(keys).stream().map(Column::of).toList());
        if (flow.isAppend()) {
            columns.add(Column.of("$row"));
        }
        for (int column = 0; column < rows.columns().size(); column++) {
            if (!keys.contains(column)) {
                columns.add(Column.of(rows.column(column)));
            }
        }
        columns.add(Column.note("mark"));
        if (degrees == Degrees.KEPT) {
            columns.add(Column.of("degree"));
        }
        return columns;
    }

    /** A join whose output is the left columns, and the right ones where the type has them. */
    Meaning meaning(JoinType type, List<Part> parts, List<Relation> inputs, Optional<List<TableMeaning>> tables) {
        StateMeaning state = new StateMeaning(Kind.STATE, type + " " + sql(), parts, inputs, tables);
        return Meaning.of(state, Relation.of("join " + state.hash(), type.isLeftOnly() ? left.columns() : both()));
    }
}
