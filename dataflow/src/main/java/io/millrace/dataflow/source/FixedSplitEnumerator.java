package io.millrace.dataflow.source;

import java.util.List;
import java.util.Optional;

/** Deals out a list of splits, front to back. */
final class FixedSplitEnumerator implements SplitEnumerator {
    private final List<Split> splits;
    private int next;

    FixedSplitEnumerator(List<Split> splits, Source.EnumeratorContext context) {
        this.splits = List.copyOf(splits);
        this.next = context.restored().isEmpty() ? 0 : Integer.parseInt(context.restored());
    }

    @Override
    public Optional<Split> next(int instance) {
        return next < splits.size() ? Optional.of(splits.get(next++)) : Optional.empty();
    }

    @Override
    public boolean isExhausted() {
        return next >= splits.size();
    }

    @Override
    public String snapshot() {
        return Integer.toString(next);
    }
}
