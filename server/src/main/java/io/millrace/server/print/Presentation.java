package io.millrace.server.print;

import io.millrace.data.Batch;
import java.util.List;

/** How a result is shown. Workers call {@link #portion}; everything else is called by the printer's thread alone. */
interface Presentation {
    long NEVER = Long.MAX_VALUE;

    /** What is to be shown for the rows from this one on; the batch is lent. Any thread. */
    default Portion portion(Batch batch, int from) {
        return new Portion.Rows(List.of(batch.from(from)));
    }

    /** Takes a portion; what it holds is released by the caller. */
    void show(Portion portion);

    /** Nothing more is waiting: what was taken must become visible, now or, where redrawing is costly, soon. */
    void settle(long nowNanos);

    /** When {@link #settle} must be called again even if nothing comes, or {@link #NEVER}. */
    default long settleNanos() {
        return NEVER;
    }

    /** Called once, last of all. */
    void end(Ending ending);

    /** How many rows the result has, as far as it was shown. */
    long rowCount();

    /** Whether the rows are the whole result. */
    enum Ending {
        COMPLETE,
        CUT_SHORT
    }
}
