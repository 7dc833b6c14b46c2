package io.millrace.benchmarks.events;

import io.millrace.connectors.generators.nexmark.EventKind;
import io.millrace.connectors.generators.nexmark.NexmarkEvent;
import io.millrace.connectors.generators.nexmark.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes events as rows of a block, by {@link EventLayout}. One thread. */
final class RowWriter {
    private static final int MOST_ROW_BYTES = 0xFFFF;

    private ByteBuffer block = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);

    void write(NexmarkEvent event) {
        if (block.remaining() < MOST_ROW_BYTES) {
            block = ByteBuffer.allocate(block.capacity() * 2).order(ByteOrder.LITTLE_ENDIAN).put(block.flip());
        }
        int start = block.position();
        block.put((byte) event.kind.ordinal()).put((byte) 0).putShort((short) 0);
        switch (event.kind) {
            case PERSON -> {
                block.putLong(event.id).putLong(event.dateTime);
                putTexts(
                        start,
                        EventKind.PERSON,
                        event.name,
                        event.emailAddress,
                        event.creditCard,
                        event.city,
                        event.state,
                        event.extra);
            }
            case AUCTION -> {
                block.putLong(event.id)
                        .putLong(event.initialBid)
                        .putLong(event.reserve)
                        .putLong(event.dateTime)
                        .putLong(event.expires)
                        .putLong(event.seller)
                        .putLong(event.category);
                putTexts(start, EventKind.AUCTION, event.itemName, event.description, event.extra);
            }
            case BID -> {
                block.putLong(event.auction).putLong(event.bidder).putLong(event.price).putLong(event.dateTime);
                putTexts(start, EventKind.BID, event.channel, event.url, event.extra);
            }
        }
        block.putShort(start + 2, (short) (block.position() - start));
    }

    /** What was written since the last call. */
    byte[] takeBlock() {
        byte[] bytes = Arrays.copyOf(block.array(), block.position());
        block.clear();
        return bytes;
    }

    private void putTexts(int start, EventKind kind, Text... texts) {
        int end = block.position() - start + 2 * texts.length;
        if (end != EventLayout.HEADER_BYTES + 8 * EventLayout.numbers(kind) + 2 * EventLayout.texts(kind)) {
            throw new AssertionError("The writer and the layout of " + kind + " do not agree.");
        }
        for (Text text : texts) {
            end += text.length();
            block.putShort((short) end);
        }
        if (end > MOST_ROW_BYTES) {
            throw new IllegalArgumentException("A row of " + end + " bytes is over the limit of " + MOST_ROW_BYTES);
        }
        for (Text text : texts) {
            block.put(text.bytes(), text.start(), text.length());
        }
    }
}
