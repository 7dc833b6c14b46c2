package io.millrace.benchmarks.events;

import io.millrace.connectors.generators.nexmark.EventKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * How events lie in a block. All integers are little-endian. A row is
 *
 * <pre>
 *   u8   event_type: 0 person, 1 auction, 2 bid
 *   u8   0
 *   u16  size of the row in bytes, this header included
 *   i64  each numeric column of the kind, in column order (times are milliseconds since 1970)
 *   u16  for each text column of the kind, in column order: where its bytes end, counted from the start of the row
 *        the bytes of the texts, UTF-8, one after the other
 * </pre>
 *
 * The first text starts where the fixed part ends.
 */
public final class EventLayout {
    /** Offset of the first numeric column. */
    static final int HEADER_BYTES = 4;

    private static final List<List<Column>> COLUMNS =
            List.of(
                    numbered(
                            "id:person",
                            "name",
                            "emailAddress",
                            "creditCard",
                            "city",
                            "state",
                            "dateTime:time",
                            "extra"),
                    numbered(
                            "id:auction",
                            "itemName",
                            "description",
                            "initialBid:number",
                            "reserve:number",
                            "dateTime:time",
                            "expires:time",
                            "seller:person",
                            "category:number",
                            "extra"),
                    numbered(
                            "auction:auction",
                            "bidder:person",
                            "price:number",
                            "channel",
                            "url",
                            "dateTime:time",
                            "extra"));

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private EventLayout() {}

    /** What a column holds; an id or a time moves on when the log is replayed. */
    public enum ColumnType {
        TEXT,
        NUMBER,
        TIME,
        PERSON_ID,
        AUCTION_ID
    }

    /**
     * One column of one kind of event.
     *
     * @param slot its index among the numeric columns, or among the texts
     */
    public record Column(String name, ColumnType type, int slot) {}

    /** The columns of a kind, in the order that SQL has them. */
    public static List<Column> columns(EventKind kind) {
        return COLUMNS.get(kind.ordinal());
    }

    /** The kind of the row that begins there. */
    static int kindAt(byte[] block, int start) {
        return block[start];
    }

    /** The bytes of the row that begins there. */
    static int sizeAt(byte[] block, int start) {
        return (short) SHORT.get(block, start + 2) & 0xFFFF;
    }

    static int numbers(EventKind kind) {
        return (int) columns(kind).stream().filter(c -> c.type() != ColumnType.TEXT).count();
    }

    static int texts(EventKind kind) {
        return columns(kind).size() - numbers(kind);
    }

    private static List<Column> numbered(String... specs) {
        Column[] columns = new Column[specs.length];
        int numbers = 0;
        int texts = 0;
        for (int i = 0; i < specs.length; i++) {
            int colon = specs[i].indexOf(':');
            String name = colon < 0 ? specs[i] : specs[i].substring(0, colon);
            ColumnType type =
                    switch (colon < 0 ? "text" : specs[i].substring(colon + 1)) {
                        case "person" -> ColumnType.PERSON_ID;
                        case "auction" -> ColumnType.AUCTION_ID;
                        case "time" -> ColumnType.TIME;
                        case "number" -> ColumnType.NUMBER;
                        default -> ColumnType.TEXT;
                    };
            columns[i] = new Column(name, type, type == ColumnType.TEXT ? texts++ : numbers++);
        }
        return List.of(columns);
    }
}
