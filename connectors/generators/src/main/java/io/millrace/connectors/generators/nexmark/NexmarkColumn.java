package io.millrace.connectors.generators.nexmark;

import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.IntBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.MillraceException;
import io.millrace.data.RowBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Appends one column of events, or one field of their rows. */
sealed interface NexmarkColumn {

    /** Appends the value of an event. */
    void append(NexmarkEvent event);

    ColumnBuilder builder();

    /** The column at this path. */
    static NexmarkColumn of(Schema schema, FieldPath path, BufferPool pool) {
        Field field = schema.field(path.indices().getFirst());
        if (field.name().equals("event_type")) {
            return new Kind(new IntBuilder(pool));
        }
        EventKind kind = kind(field.name());
        DataType.Row row = (DataType.Row) field.type();
        if (path.indices().size() == 2) {
            Field inner = row.fields().get(path.indices().get(1));
            ColumnBuilder builder = ColumnBuilder.of(inner.type(), pool);
            return member(kind, inner, builder);
        }
        RowBuilder rows = (RowBuilder) ColumnBuilder.of(row, pool);
        NexmarkColumn[] members = new NexmarkColumn[row.fields().size()];
        for (int i = 0; i < members.length; i++) {
            members[i] = member(kind, row.fields().get(i), rows.field(i));
        }
        return new Rows(kind, members, rows);
    }

    private static EventKind kind(String column) {
        return switch (column) {
            case "person" -> EventKind.PERSON;
            case "auction" -> EventKind.AUCTION;
            case "bid" -> EventKind.BID;
            default -> throw MillraceException.internal("no events are called " + column);
        };
    }

    private static NexmarkColumn member(EventKind kind, Field field, ColumnBuilder builder) {
        return builder instanceof BytesBuilder bytes
                ? new Texts(kind, text(field.name()), bytes)
                : new Numbers(kind, number(field.name()), unit(field.type()), (LongBuilder) builder);
    }

    /** What milliseconds are multiplied by. */
    private static long unit(DataType type) {
        return type instanceof DataType.Instant moment ? moment.unitsPerSecond() / 1_000 : 1;
    }

    private static Function<NexmarkEvent, Text> text(String field) {
        return switch (field) {
            case "name" -> event -> event.name;
            case "emailAddress" -> event -> event.emailAddress;
            case "creditCard" -> event -> event.creditCard;
            case "city" -> event -> event.city;
            case "state" -> event -> event.state;
            case "extra" -> event -> event.extra;
            case "itemName" -> event -> event.itemName;
            case "description" -> event -> event.description;
            case "channel" -> event -> event.channel;
            case "url" -> event -> event.url;
            default -> throw MillraceException.internal("no text is called " + field);
        };
    }

    private static ToLongFunction<NexmarkEvent> number(String field) {
        return switch (field) {
            case "id" -> event -> event.id;
            case "dateTime" -> event -> event.dateTime;
            case "initialBid" -> event -> event.initialBid;
            case "reserve" -> event -> event.reserve;
            case "expires" -> event -> event.expires;
            case "seller" -> event -> event.seller;
            case "category" -> event -> event.category;
            case "auction" -> event -> event.auction;
            case "bidder" -> event -> event.bidder;
            case "price" -> event -> event.price;
            default -> throw MillraceException.internal("no number is called " + field);
        };
    }

    /** The kind as a number. */
    record Kind(IntBuilder builder) implements NexmarkColumn {
        @Override
        public void append(NexmarkEvent event) {
            builder.append(event.kind.ordinal());
        }
    }

    /** A number or moment of one kind of events; null for the others. */
    record Numbers(EventKind kind, ToLongFunction<NexmarkEvent> value, long unit, LongBuilder builder)
            implements NexmarkColumn {
        @Override
        public void append(NexmarkEvent event) {
            if (event.kind == kind) {
                builder.append(value.applyAsLong(event) * unit);
            } else {
                builder.appendNull();
            }
        }
    }

    /** A text of one kind of events; null for the others. */
    record Texts(EventKind kind, Function<NexmarkEvent, Text> value, BytesBuilder builder) implements NexmarkColumn {
        @Override
        public void append(NexmarkEvent event) {
            if (event.kind == kind) {
                Text text = value.apply(event);
                builder.append(text.bytes(), text.start(), text.start() + text.length());
            } else {
                builder.appendNull();
            }
        }
    }

    /** All of one kind of events; null for the others. */
    record Rows(EventKind kind, List<NexmarkColumn> members, RowBuilder builder) implements NexmarkColumn {
        Rows(EventKind kind, NexmarkColumn[] members, RowBuilder builder) {
            this(kind, List.of(members), builder);
        }

        @Override
        public void append(NexmarkEvent event) {
            if (event.kind != kind) {
                builder.appendNull();
                return;
            }
            for (int i = 0; i < members.size(); i++) {
                members.get(i).append(event);
            }
            builder.endRow();
        }
    }
}
