package io.millrace.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The right to read some arrays of a {@link BufferPool}, counted. It begins with one holder; each further holder
 * retains it and every holder releases it once; the last release gives the arrays back. Any thread may retain and
 * release.
 */
public final class Lease {
    private static final Object[] NO_MORE = {};

    /** For arrays that belong to no pool; counting them costs nothing. */
    public static final Lease UNPOOLED = new Lease(BufferPool.HEAP, new Object());

    private static final VarHandle HOLDERS;

    static {
        try {
            HOLDERS = MethodHandles.lookup().findVarHandle(Lease.class, "holders", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BufferPool pool;

    /** The only array of most leases. */
    private final Object first;

    private final Object[] more;

    @SuppressWarnings("unused") // read and written through HOLDERS
    private volatile int holders = 1;

    /** A lease with one holder over an array of this pool. */
    public Lease(BufferPool pool, Object array) {
        this(pool, array, NO_MORE);
    }

    /** A lease with one holder over some arrays of this pool. */
    public Lease(BufferPool pool, Object first, Object... more) {
        this.pool = pool;
        this.first = first;
        this.more = more;
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
            pool.free(first);
            for (Object array : more) {
                pool.free(array);
            }
        } else if (before <= 0) {
            throw MillraceException.internal("a buffer was released more often than it was retained");
        }
    }
}
