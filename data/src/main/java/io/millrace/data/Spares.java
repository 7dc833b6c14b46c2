package io.millrace.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one length that nobody uses for the moment, kept for who needs one next: what windows that end give back,
 * those that come take again. With those in use as many are kept as were in use at the most of late, which is while up
 * to twice that number was taken.
 */
public final class Spares<A> {
    private final List<A> spare = new ArrayList<>();
    private int used;
    private int most;
    private int mostBefore;
    private int takes;

    /** One that was kept, with what it holds, or null if there is none; the caller uses one more in either case. */
    public @Nullable A take() {
        A taken = spare.isEmpty() ? null : spare.removeLast();
        used++;
        most = Math.max(most, used);
        if (++takes >= most) {
            takes = 0;
            mostBefore = most;
            most = used;
            while (!spare.isEmpty() && used + spare.size() > mostBefore) {
                spare.removeLast();
            }
        }
        return taken;
    }

    /** The caller uses one less, which is this one. */
    public void giveBack(A array) {
        used--;
        if (used + spare.size() < Math.max(most, mostBefore)) {
            spare.add(array);
        }
    }

    /** How many are kept. */
    public int size() {
        return spare.size();
    }

    /** Leaves those that are kept to the garbage collector. */
    public void drop() {
        spare.clear();
    }
}
