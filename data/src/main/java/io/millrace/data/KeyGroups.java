package io.millrace.data;

/**
 * Which rows belong together: every key falls into one of a fixed number of groups by its {@link RowHash}, and a task
 * owns a contiguous range of groups. State moves between tasks by whole groups, so their number is fixed for the life
 * of a job.
 */
public final class KeyGroups {
    /** How many groups a job has unless it says otherwise; also its highest parallelism. */
    public static final int COUNT = 128;

    private KeyGroups() {}

    /**
     * The group of a key with this hash. Uses the high bits, so that hash tables inside a group still have the low
     * ones.
     */
    public static int of(long hash, int groups) {
        return (int) (((hash >>> 32) * groups) >>> 32);
    }

    /** The task that owns this group, of {@code parallelism} tasks. */
    public static int task(int group, int groups, int parallelism) {
        return (int) ((long) group * parallelism / groups);
    }

    /** The first group that this task owns. */
    public static int firstGroup(int task, int groups, int parallelism) {
        return (int) (((long) task * groups + parallelism - 1) / parallelism);
    }

    /** One past the last group that this task owns; equal to the first where there are more tasks than groups. */
    public static int endGroup(int task, int groups, int parallelism) {
        return firstGroup(task + 1, groups, parallelism);
    }
}
