package io.millrace.operators.expression;

import java.util.List;
import java.util.function.Supplier;

/**
 * A kernel and what one needs to run it.
 *
 * @param nullable for each root whether its values may be missing
 * @param makers make the objects of which each projector has its own
 */
record Code(Kernel kernel, boolean[] nullable, List<Supplier<Object>> makers) {

    /** The last argument of {@link Kernel#run} for one projector. */
    Object[] own() {
        Object[] own = new Object[makers.size() + 1];
        own[0] = new int[1];
        for (int i = 0; i < makers.size(); i++) {
            own[i + 1] = makers.get(i).get();
        }
        return own;
    }
}
