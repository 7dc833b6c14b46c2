package io.millrace.benchmarks.flink;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Source over the log: as many splits as there are readers, each of them one stripe. */
final class LogSource implements Source<RowData, LogSource.Split, Integer> {
    private static final long serialVersionUID = 1;

    private final String kind;
    private final boolean madeRows;
    private final RowType type;

    LogSource(String kind, boolean madeRows, RowType type) {
        this.kind = kind;
        this.madeRows = madeRows;
        this.type = type;
    }

    /** One stripe and the position that was reached in it. */
    record Split(int index, int count, long position) implements SourceSplit {
        @Override
        public String splitId() {
            return index + "/" + count;
        }
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<RowData, Split> createReader(SourceReaderContext context) {
        return new LogReader(kind, madeRows, type);
    }

    @Override
    public SplitEnumerator<Split, Integer> createEnumerator(SplitEnumeratorContext<Split> context) {
        return new Enumerator(context);
    }

    @Override
    public SplitEnumerator<Split, Integer> restoreEnumerator(SplitEnumeratorContext<Split> context, Integer given) {
        return new Enumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<Split> getSplitSerializer() {
        return new SplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
        return new IntegerSerializer();
    }

    /** Hands every reader its stripe when it registers. */
    private record Enumerator(SplitEnumeratorContext<Split> context) implements SplitEnumerator<Split, Integer> {
        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {}

        @Override
        public void addSplitsBack(List<Split> splits, int subtask) {}

        @Override
        public void addReader(int subtask) {
            context.assignSplit(new Split(subtask, context.currentParallelism(), 0), subtask);
            context.signalNoMoreSplits(subtask);
        }

        @Override
        public Integer snapshotState(long checkpoint) {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static final class SplitSerializer implements SimpleVersionedSerializer<Split> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Split split) {
            return ByteBuffer.allocate(16)
                    .putInt(split.index())
                    .putInt(split.count())
                    .putLong(split.position())
                    .array();
        }

        @Override
        public Split deserialize(int version, byte[] serialized) {
            ByteBuffer bytes = ByteBuffer.wrap(serialized);
            return new Split(bytes.getInt(), bytes.getInt(), bytes.getLong());
        }
    }

    private static final class IntegerSerializer implements SimpleVersionedSerializer<Integer> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Integer number) {
            return ByteBuffer.allocate(4).putInt(number).array();
        }

        @Override
        public Integer deserialize(int version, byte[] serialized) {
            return ByteBuffer.wrap(serialized).getInt();
        }
    }
}
