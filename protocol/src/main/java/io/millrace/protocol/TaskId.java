package io.millrace.protocol;

/** One parallel instance of a stage of a job. */
public record TaskId(int stage, int index) implements Comparable<TaskId> {
    @Override
    public int compareTo(TaskId other) {
        return stage != other.stage ? Integer.compare(stage, other.stage) : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return stage + "." + index;
    }
}
