package io.millrace.operators.window;

/**
 * When a row comes too late for what is done with it, told by the row's time and the watermark that the rows before it
 * in its split gave. Decided where rows are read: neither batches nor the timing of tasks have a part in it.
 */
public sealed interface Lateness {

    /** When every window that the row belongs to is over. */
    record AfterWindows(Windowing windowing) implements Lateness {}

    /** When the row lies before the watermark: for what begins and ends with rows, as sessions do. */
    record BeforeWatermark() implements Lateness {}

    /** The rule as a test that can be asked for many rows. */
    default Test test() {
        return switch (this) {
            case AfterWindows after -> {
                Panes panes = Panes.of(after.windowing());
                WallTime wall = new WallTime(after.windowing().zone());
                yield (time, watermark) -> {
                    long pane = panes.paneEnd(wall.at(time));
                    long last = panes.lastWindowEnd(pane);
                    // Windows may leave gaps between them: a row in one is not late, it has no window.
                    return last >= pane && last <= wall.complete(watermark);
                };
            }
            case BeforeWatermark before -> (time, watermark) -> time < watermark;
        };
    }

    /** Asked only of rows that lie before the watermark; times are microseconds. */
    interface Test {
        boolean isLate(long time, long watermark);
    }
}
