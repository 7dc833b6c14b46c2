package io.millrace.dataflow.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rows of a stream as a text that depends on their meaning alone: which rows they are, and for each column the
 * expression that it is of the columns of the sources. Two streams with equal texts have equal rows, whatever their
 * columns are called and in whatever order they stand.
 *
 * @param base the source or the operator with state that the rows come from
 * @param filters what is true of them, each text once, in the order of the alphabet
 * @param columns in the order of the schema
 */
public record Relation(String base, List<String> filters, List<String> columns) {

    public Relation {
        filters = List.copyOf(new TreeSet<>(filters));
        columns = List.copyOf(columns);
    }

    public static Relation of(String base, List<String> columns) {
        return new Relation(base, List.of(), columns);
    }

    /** Which rows they are. */
    public String rows() {
        return filters.isEmpty() ? base : base + " where " + String.join(" and ", filters);
    }

    public String column(int index) {
        return columns.get(index);
    }

    public List<String> columns(List<Integer> indices) {
        return indices.stream().map(columns::get).toList();
    }

    /** The rows of these for which more is true, with other columns. */
    public Relation with(Collection<String> moreFilters, List<String> newColumns) {
        List<String> all = new ArrayList<>(filters);
        all.addAll(moreFilters);
        return new Relation(base, all, newColumns);
    }

    public Relation withoutFilters() {
        return new Relation(base, List.of(), columns);
    }

    /** The rows of all of these; the order in which they are named means nothing. */
    public static Relation union(List<Relation> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        List<Relation> sorted = new ArrayList<>(parts);
        sorted.sort((a, b) -> (a.rows() + a.columns).compareTo(b.rows() + b.columns));
        String base = sorted.stream().map(Relation::rows).collect(Collectors.joining("; ", "union(", ")"));
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < sorted.getFirst().columns.size(); i++) {
            int column = i;
            List<String> texts = sorted.stream().map(part -> part.columns.get(column)).toList();
            boolean equal = texts.stream().distinct().count() == 1;
            columns.add(equal ? texts.getFirst() : String.join(" | ", texts));
        }
        return of(base, columns);
    }
}
