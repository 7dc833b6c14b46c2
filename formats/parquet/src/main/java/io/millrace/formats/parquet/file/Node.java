package io.millrace.formats.parquet.file;

import java.util.List;

/** A column of a file, or a group of columns. */
public record Node(String name, Level level, Annotation annotation, Content content) {

    /** Whether a value may be missing or there many times. */
    public enum Repetition {
        REQUIRED,
        OPTIONAL,
        REPEATED
    }

    /**
     * Where a node stands below the optional and repeated ones above it, itself included.
     *
     * @param definition how many nodes on the way may be missing: the level at which this one is there
     * @param repeat how many nodes on the way are repeated
     */
    public record Level(Repetition repetition, int definition, int repeat) {}

    /** What is in a node. */
    public sealed interface Content {}

    public record Group(List<Node> children) implements Content {
        public Group {
            children = List.copyOf(children);
        }
    }

    /**
     * Stored values.
     *
     * @param length bytes of a value of fixed length
     * @param column its place among the columns of a row group
     */
    public record Leaf(Physical physical, int length, int column) implements Content {}

    public boolean isRepeated() {
        return level.repetition() == Repetition.REPEATED;
    }

    public boolean isLeaf() {
        return content instanceof Leaf;
    }

    /** The nodes inside; none in a leaf. */
    public List<Node> children() {
        return content instanceof Group group ? group.children() : List.of();
    }

    /** What it is, for messages: its physical type and what that stands for. */
    public String describe() {
        String stored =
                switch (content) {
                    case Group group -> "group";
                    case Leaf leaf when leaf.physical() == Physical.FIXED_LEN_BYTE_ARRAY ->
                            leaf.physical() + "(" + leaf.length() + ")";
                    case Leaf leaf -> leaf.physical().toString();
                };
        return annotation instanceof Annotation.None ? stored : stored + " (" + annotation + ")";
    }
}
