package io.millrace.protocol;

/**
 * How a job runs, the same for all of its tasks.
 *
 * @param parallelism how many instances a parallel stage has
 * @param keyGroups how many key groups there are: the most instances that keyed state can be spread over
 * @param alignmentMillis how long a task aligns a checkpoint's barrier before the barrier overtakes what is queued
 */
public record RunSettings(int parallelism, int keyGroups, long alignmentMillis) {
    public static final int KEY_GROUPS = 128;
    public static final long ALIGNMENT_MILLIS = 1_000;

    public static RunSettings of(int parallelism) {
        return new RunSettings(parallelism, KEY_GROUPS, ALIGNMENT_MILLIS);
    }
}
