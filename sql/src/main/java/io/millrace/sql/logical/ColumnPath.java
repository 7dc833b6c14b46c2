package io.millrace.sql.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** A column, or a field of a field of ... a column of type ROW, by positions. */
public record ColumnPath(List<Integer> steps) implements Comparable<ColumnPath> {
    public ColumnPath {
        steps = List.copyOf(steps);
    }

    static ColumnPath of(int column) {
        return new ColumnPath(List.of(column));
    }

    static List<ColumnPath> all(int count) {
        return IntStream.range(0, count).mapToObj(ColumnPath::of).toList();
    }

    public int column() {
        return steps.getFirst();
    }

    ColumnPath child(int field) {
        List<Integer> longer = new ArrayList<>(steps);
        longer.add(field);
        return new ColumnPath(longer);
    }

    /** The path below its column. */
    public List<Integer> fields() {
        return steps.subList(1, steps.size());
    }

    /** The same fields of another column. */
    ColumnPath under(ColumnPath parent) {
        List<Integer> joined = new ArrayList<>(parent.steps);
        joined.addAll(fields());
        return new ColumnPath(joined);
    }

    public boolean startsWith(ColumnPath prefix) {
        return steps.size() >= prefix.steps.size() && steps.subList(0, prefix.steps.size()).equals(prefix.steps);
    }

    /** Names joined by dots, such as {@code bid.price}. */
    String name(RelDataType rowType) {
        StringBuilder name = new StringBuilder();
        RelDataType type = rowType;
        for (int step : steps) {
            var field = type.getFieldList().get(step);
            name.append(name.isEmpty() ? "" : ".").append(field.getName());
            type = field.getType();
        }
        return name.toString();
    }

    /** The type at its end; nullable where anything on the way is. */
    RelDataType type(RelDataTypeFactory factory, RelDataType rowType) {
        RelDataType type = rowType;
        boolean nullable = false;
        for (int step : steps) {
            type = type.getFieldList().get(step).getType();
            nullable |= type.isNullable();
        }
        return factory.createTypeWithNullability(type, nullable);
    }

    @Override
    public int compareTo(ColumnPath other) {
        int shared = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < shared; i++) {
            int order = Integer.compare(steps.get(i), other.steps.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(steps.size(), other.steps.size());
    }
}
