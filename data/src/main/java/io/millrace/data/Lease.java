package io.millrace.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The right to read some arrays of a {@link BufferPool}, counted. It begins with one holder; each further holder
 * retains it and every holder releases it once; the last release gives the arrays back. Any thread may retain and
 * release.
 */
public final class Lease {
    /** For arrays that belong to no pool; counting them costs nothing. */
    public static final Lease UNPOOLED = new Lease(BufferPool.HEAP);

    private static final VarHandle HOLDERS;

    static {
        try {
            HOLDERS = MethodHandles.lookup().findVarHandle(Lease.class, "holders", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BufferPool pool;
    private final Object[] arrays;

    @SuppressWarnings("unused") // read and written through HOLDERS
    private volatile int holders = 1;

    /** A lease with one holder over arrays of this pool. */
    public Lease(BufferPool pool, Object... arrays) {
        this.pool = pool;
        this.arrays = arrays;
    }

    public void retain() {
        if (this == UNPOOLED) {
            return;
        }
        int before = (int) HOLDERS.getAndAdd(this, 1);
        if (before <= 0) {
            throw MillraceException.internal("a buffer was retained after its last release");
        }
    }

    public void release() {
        if (this == UNPOOLED) {
            return;
        }
        int before = (int) HOLDERS.getAndAdd(this, -1);
        if (before == 1) {
            for (Object array : arrays) {
                pool.free(array);
            }
        } else if (before <= 0) {
            throw MillraceException.internal("a buffer was released more often than it was retained");
        }
    }
}
