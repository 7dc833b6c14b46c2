package io.millrace.dataflow.lineage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the state of an operator means.
 *
 * @param kind what the operator is; other kinds never share state
 * @param sql the part of the query, for people
 * @param parts all that the meaning of the state depends on, named: state with equal kind and parts is the same state
 * @param inputs which rows each input has; their order means nothing
 * @param tables what its tables hold; empty where only the columns in their order say that, and then these are among
 *     the parts
 */
public record StateMeaning(
        Kind kind, String sql, List<Part> parts, List<Relation> inputs, Optional<List<TableMeaning>> tables) {

    public StateMeaning {
        parts = List.copyOf(parts);
        inputs = List.copyOf(inputs);
    }

    /** What an operator is to those who change a query. */
    public enum Kind {
        /** It keeps nothing between two barriers. */
        NONE,
        /** Its state is how far it was read. */
        SOURCE,
        /** Its state is what it has still to commit. */
        SINK,
        /** It remembers rows or what came of them. */
        STATE
    }

    /** Something that the meaning depends on, such as the keys of a grouping. */
    public record Part(String name, String text) {}

    public static StateMeaning none() {
        return new StateMeaning(Kind.NONE, "", List.of(), List.of(), Optional.of(List.of()));
    }

    /** Everything that must be equal, the rows of the inputs included. */
    public String identity() {
        return kind
                + " "
                + parts.stream().map(part -> part.name() + " " + part.text()).collect(Collectors.joining(" "))
                + inputs.stream().map(Relation::rows).sorted().collect(Collectors.joining("; ", " of ", ""));
    }

    /** A short name of the identity, the same on every machine. */
    public String hash() {
        return LineageText.hash(identity());
    }
}
