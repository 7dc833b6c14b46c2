package io.millrace.dataflow.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Deals out a list of splits, front to back. Ids have no tab, descriptors no line break. */
final class FixedSplitEnumerator implements SplitEnumerator {
    /** What is said of itself when nothing is left: the empty text would mean a new start. */
    private static final String NOTHING_LEFT = "-";

    private final Deque<Split> left = new ArrayDeque<>();

    /** Whatever the splits would be now, at another parallelism perhaps: those that were left are left. */
    FixedSplitEnumerator(List<Split> splits, Source.EnumeratorContext context) {
        if (context.restored().equals(Source.EnumeratorContext.NOT_RESTORED)) {
            left.addAll(splits);
        } else if (!context.restored().equals(NOTHING_LEFT)) {
            for (String line : context.restored().split("\n", -1)) {
                int tab = line.indexOf('\t');
                left.add(new Split(line.substring(0, tab), line.substring(tab + 1)));
            }
        }
    }

    @Override
    public Optional<Split> next(int instance) {
        return Optional.ofNullable(left.poll());
    }

    @Override
    public boolean isExhausted() {
        return left.isEmpty();
    }

    @Override
    public String snapshot() {
        return left.isEmpty()
                ? NOTHING_LEFT
                : left.stream().map(split -> split.id() + "\t" + split.descriptor()).collect(Collectors.joining("\n"));
    }
}
