package io.millrace.testing.simulation;

import io.millrace.testing.SimulatedStorage;
import java.util.List;
import java.util.function.Predicate;

/**
 * What happens to a job.
 *
 * @param lives of its process, one after the other; after them comes a calm one, which ends
 * @param last how many tasks that one has of each kind
 */
public record Faults(List<Life> lives, int last) {
    public static Faults none(int parallelism) {
        return new Faults(List.of(), parallelism);
    }

    /**
     * One life of a process.
     *
     * @param damaged how many files are damaged before it begins
     */
    public record Life(int parallelism, Death death, Trouble trouble, int damaged) {
        public static Life calm(int parallelism) {
            return new Life(parallelism, new Death.Never(), new Trouble.None(), 0);
        }
    }

    /** When a process dies. */
    public sealed interface Death {
        record Never() implements Death {}

        /** Between two steps of tasks, the job master and the writer of snapshots. */
        record AfterSteps(long count) implements Death {}

        /** Before, in the middle of, or after a call of the storage. */
        record AtCall(long number) implements Death {}

        /** Between two operations of the sinks. */
        record AtSink(long number) implements Death {}

        /** So many steps after something was seen for the first time; where it never is, it lives on. */
        record When(String what, Predicate<Seen> seen, long stepsLater) implements Death {}
    }

    /** What can be seen of a living process: its tasks as text, and the files. */
    public record Seen(String tasks, SimulatedStorage storage) {}

    /** What the storage does. */
    public sealed interface Trouble {
        record None() implements Trouble {}

        /** A call fails. */
        record Failing(long call) implements Trouble {}

        /** There is room for so many bytes more. */
        record Full(long moreBytes) implements Trouble {}

        /** Everything is written late. */
        record Slow() implements Trouble {}
    }
}
