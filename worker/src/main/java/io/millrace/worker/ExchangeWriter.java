package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.KeyGroups;
import io.millrace.data.Lease;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.Signal;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.protocol.RunSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of an edge that leaves the task: deals rows out to the channels of the consuming tasks.
 *
 * <p>A large share of a batch goes on as a selection over the same buffers; small shares are gathered into batches of
 * their own, which leave when they are full, when the task is idle, or after a while. A watermark waits for the rows
 * before it that are still being gathered. What a selection leaves so little of that it would hold many times the
 * memory of its rows is gathered, too; what is wide is not, but travels as a selection.
 */
final class ExchangeWriter implements Target {
    /** A share of at least this many rows is not copied. */
    private static final int SHARED_ROWS = Math.max(1, Batch.MAX_ROWS / 16);

    /** A share is small that is not even such a part of what it would hold. */
    private static final int SMALL_PART = 16;

    private static final int HEAVY_BYTES = Batch.MAX_BYTES / 4;

    private final Exchange exchange;
    private final List<ChannelWriter> channels;
    private final Schema schema;
    private final BufferPool buffers;
    private final int[] keys;
    private final int[] channelOfGroup;
    private final long[] hashes = new long[Batch.MAX_ROWS];
    private final int[][] shares;
    private final int[] shareSizes;
    private final @Nullable BatchBuilder[] gathering;
    private final Signal.@Nullable Watermark[] waiting;
    private int turn;

    ExchangeWriter(
            Exchange exchange, List<ChannelWriter> channels, Schema schema, BufferPool buffers, RunSettings run) {
        this.exchange = exchange;
        this.channels = new ArrayList<>(channels);
        this.schema = schema;
        this.buffers = buffers;
        this.keys =
                exchange instanceof Exchange.Hash hash
                        ? hash.columns().stream().mapToInt(Integer::intValue).toArray()
                        : new int[0];
        this.channelOfGroup = new int[run.keyGroups()];
        for (int group = 0; group < run.keyGroups(); group++) {
            channelOfGroup[group] = KeyGroups.task(group, run.keyGroups(), channels.size());
        }
        this.shares = new int[channels.size()][Batch.MAX_ROWS];
        this.shareSizes = new int[channels.size()];
        this.gathering = new BatchBuilder[channels.size()];
        this.waiting = new Signal.Watermark[channels.size()];
    }

    @Override
    public void accept(Batch batch) {
        if (channels.size() == 1) {
            pass(0, batch);
            return;
        }
        switch (exchange) {
            case Exchange.Hash hash -> deal(batch);
            case Exchange.Broadcast broadcast -> {
                for (int channel = 1; channel < channels.size(); channel++) {
                    batch.retain();
                }
                for (int channel = 0; channel < channels.size(); channel++) {
                    send(channel, batch);
                }
            }
            case Exchange.Rebalance rebalance -> {
                turn = (turn + 1) % channels.size();
                pass(turn, batch);
            }
            case Exchange.Forward forward -> pass(0, batch);
            case Exchange.Gather gather -> pass(0, batch);
        }
    }

    /** All rows go to one channel. */
    private void pass(int channel, Batch batch) {
        if (batch.isSelected() && (long) SMALL_PART * batch.size() < batch.columnSize() && !batch.isWide()) {
            gather(channel, batch, batch.selection(), batch.size());
            batch.release();
        } else {
            sendGathered(channel);
            send(channel, batch);
        }
    }

    private void deal(Batch batch) {
        int size = batch.size();
        boolean wide = batch.isWide();
        boolean heavy = batch.heldBytes() >= HEAVY_BYTES;
        RowHash.hash(batch, keys, 0, size, hashes);
        java.util.Arrays.fill(shareSizes, 0);
        for (int row = 0; row < size; row++) {
            int channel = channelOfGroup[KeyGroups.of(hashes[row], channelOfGroup.length)];
            shares[channel][shareSizes[channel]++] = batch.position(row);
        }
        for (int channel = 0; channel < shares.length; channel++) {
            int count = shareSizes[channel];
            boolean shared = count >= SHARED_ROWS || wide || heavy && (long) SMALL_PART * count >= size;
            if (count > 0 && shared) {
                sendGathered(channel);
                int[] positions = buffers.ints(count);
                System.arraycopy(shares[channel], 0, positions, 0, count);
                send(channel, batch.select(positions, count, new Lease(buffers, positions)));
            } else if (count > 0) {
                gather(channel, batch, shares[channel], count);
            }
        }
        batch.release();
    }

    private void gather(int channel, Batch batch, int[] positions, int count) {
        BatchBuilder builder = gathering[channel];
        if (builder == null) {
            builder = new BatchBuilder(schema, buffers);
            gathering[channel] = builder;
        }
        if (builder.size() + count > Batch.MAX_ROWS) {
            sendGathered(channel);
        }
        builder.appendAll(batch, positions, 0, count);
        if (builder.isFull()) {
            sendGathered(channel);
        }
    }

    private void sendGathered(int channel) {
        BatchBuilder builder = gathering[channel];
        if (builder != null && builder.size() > 0) {
            send(channel, builder.build());
        }
        Signal.Watermark watermark = waiting[channel];
        if (watermark != null) {
            waiting[channel] = null;
            channels.get(channel).offer(new Item.Mark(watermark));
        }
    }

    private void send(int channel, Batch batch) {
        channels.get(channel).offer(new Item.Rows(batch));
    }

    @Override
    public void signal(Signal signal) {
        for (int channel = 0; channel < channels.size(); channel++) {
            BatchBuilder builder = gathering[channel];
            if (signal instanceof Signal.Watermark watermark && builder != null && builder.size() > 0) {
                waiting[channel] = watermark;
            } else {
                sendGathered(channel);
                channels.get(channel).offer(new Item.Mark(signal));
            }
        }
    }

    @Override
    public boolean hasRoom() {
        for (int i = 0; i < channels.size(); i++) {
            if (!channels.get(i).hasRoom()) {
                return false;
            }
        }
        return true;
    }

    /** Drops what is still being gathered. */
    void close() {
        for (BatchBuilder builder : gathering) {
            if (builder != null) {
                builder.close();
            }
        }
    }

    @Override
    public void flush() {
        for (int channel = 0; channel < channels.size(); channel++) {
            sendGathered(channel);
        }
    }
}
