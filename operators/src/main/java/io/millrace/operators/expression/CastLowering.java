package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Decimal;
import io.millrace.data.DataType.Instant;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.expression.Expression.Cast.OnFailure;
import io.millrace.operators.expression.function.Conversions;
import io.millrace.operators.expression.function.NumberCasts;
import io.millrace.operators.expression.function.NumberText;
import io.millrace.operators.expression.function.TextCasts;
import io.millrace.operators.expression.function.TimeText;
import io.millrace.operators.expression.function.Times;
import io.millrace.operators.expression.function.Zone;

/**
 * Conversions. Each is made as one that gives NULL for what cannot be converted; a CAST that must fail then looks
 * whether its operand was there.
 */
final class CastLowering {
    private static final long MICROS = 1_000_000L;
    private static final long NANOS = 1_000_000_000L;

    private final Lowering lowering;

    CastLowering(Lowering lowering) {
        this.lowering = lowering;
    }

    /** The value in another type, for arguments and branches; texts are never cut. */
    static Node implicit(Typed from, DataType to) {
        boolean sameBytes = from.kind() == Kind.BYTES && Kind.of(to) == Kind.BYTES;
        if (from.type().equals(to) || sameBytes) {
            return from.node();
        }
        if (from.type() == Plain.NULL) {
            return new Node.Null(Kind.of(to));
        }
        if (NumericLowering.isDecimal(from) && to == Plain.DOUBLE) {
            return Binder.widen(from, Kind.DOUBLE);
        }
        boolean numbers = isNumber(from.type()) && isNumber(to);
        boolean instants = from.type() instanceof Instant && to instanceof Instant;
        if (numbers || instants) {
            return checked(from, to, attempt(from, to));
        }
        if (from.kind() == Kind.of(to)) {
            return from.node();
        }
        throw MillraceException.user(
                "type-mismatch", "a " + from.type().sql() + " stands where a " + to.sql() + " is wanted; cast it");
    }

    static boolean isNumber(DataType type) {
        return switch (type) {
            case Decimal ignored -> true;
            case Plain plain ->
                    switch (plain) {
                        case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE -> true;
                        case BOOLEAN, DATE, NULL -> false;
                    };
            default -> false;
        };
    }

    Node cast(Typed from, DataType to, OnFailure onFailure) {
        if (from.type().equals(to)) {
            return from.node();
        }
        if (from.type() == Plain.NULL || from.node() instanceof Node.Null) {
            return new Node.Null(Kind.of(to));
        }
        Node attempt = convert(from, to);
        return onFailure == OnFailure.NULL ? attempt : checked(from, to, attempt);
    }

    /** Fails where the attempt is missing though the operand is there. */
    private static Node checked(Typed from, DataType to, Node attempt) {
        if (!mayFail(attempt)) {
            return attempt;
        }
        return new Node.Checked(attempt, from.node(), TextLowering.print(from), to, from.kind() == Kind.BYTES);
    }

    /** Whether a step of the conversion says that it failed. */
    private static boolean mayFail(Node attempt) {
        return attempt instanceof Node.Invoke invoke
                && (Resources.lastParameter(invoke) == io.millrace.operators.expression.function.Missing.class
                        || (Resources.hasHolder(invoke) && invoke.method.getReturnType() == boolean.class)
                        || invoke.parts().stream().anyMatch(CastLowering::mayFail));
    }

    private Node convert(Typed from, DataType to) {
        return switch (to) {
            case DataType.Varchar varchar -> text(from, varchar.length(), "shorten");
            case DataType.Char fixed -> text(from, fixed.length(), "fill");
            case DataType.Varbinary binary -> bytes(from, binary.length(), "shortenBytes");
            case DataType.Binary binary -> bytes(from, binary.length(), "fillBytes");
            case DataType.Time time -> time(from, time);
            case DataType.Timestamp timestamp -> timestamp(from, timestamp);
            case DataType.TimestampLtz moment -> moment(from, moment);
            case Plain plain when plain == Plain.DATE -> date(from);
            case DataType.MonthInterval ignored -> sameOrRefuse(from, to);
            case DataType.TimeInterval ignored -> sameOrRefuse(from, to);
            default -> attempt(from, to);
        };
    }

    private static Node sameOrRefuse(Typed from, DataType to) {
        if (from.kind() == Kind.INT || from.kind() == Kind.LONG) {
            return Binder.widen(NumericLowering.plain(from.node()), Kind.LONG);
        }
        throw refused(from, to);
    }

    private static MillraceException refused(Typed from, DataType to) {
        return MillraceException.user("bad-cast", "a " + from.type().sql() + " cannot be cast to " + to.sql());
    }

    /** To numbers and booleans. */
    private static Node attempt(Typed from, DataType to) {
        if (from.type() instanceof Instant one && to instanceof Instant other) {
            return precise(from, one, other);
        }
        if (to instanceof Decimal decimal) {
            return decimal(from, decimal);
        }
        boolean text = from.kind() == Kind.BYTES;
        Decimal scaled = from.type() instanceof Decimal decimal ? decimal : null;
        return switch ((Plain) to) {
            case BOOLEAN -> text ? Binder.call(NumberText.class, "parseBoolean", from) : truth(from, to);
            case TINYINT -> whole(from, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> whole(from, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> from.kind() == Kind.INT ? from.node() : whole(from, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(from);
            case FLOAT -> {
                if (text) {
                    yield Binder.call(NumberText.class, "parseFloat", from);
                }
                Node wide =
                        scaled == null && from.kind() != Kind.DOUBLE
                                ? Binder.widen(numeric(from, to), Kind.FLOAT)
                                : Binder.call(
                                        Conversions.class,
                                        "toFloat",
                                        NumericLowering.plain(Binder.widen(from, Kind.DOUBLE)));
                yield wide;
            }
            case DOUBLE ->
                    text
                            ? Binder.call(NumberText.class, "parseDouble", from)
                            : Binder.widen(numeric(from, to), Kind.DOUBLE);
            case DATE, NULL -> throw refused(from, to);
        };
    }

    private static Typed numeric(Typed from, DataType to) {
        if (from.kind() == Kind.BOOLEAN) {
            return NumericLowering.plain(Binder.call(Conversions.class, "toInt", from));
        }
        if (!isNumber(from.type())) {
            throw refused(from, to);
        }
        return from;
    }

    private static Node truth(Typed from, DataType to) {
        Typed number = numeric(from, to);
        if (number.kind() == Kind.INT128) {
            return Binder.call(
                    Conversions.class, "toBoolean", NumericLowering.plain(Binder.widen(number, Kind.DOUBLE)));
        }
        return Binder.call(Conversions.class, "toBoolean", NumericLowering.plain(number.node()));
    }

    private static Node whole(Typed from, int least, int greatest) {
        return Binder.call(
                NumberCasts.class,
                "toInt",
                NumericLowering.plain(whole(from)),
                Binder.constant(least),
                Binder.constant(greatest));
    }

    /** A BIGINT. */
    private static Node whole(Typed from) {
        if (from.kind() == Kind.BYTES) {
            return Binder.call(NumberText.class, "parseLong", from);
        }
        boolean time = from.type() instanceof DataType.MonthInterval || from.type() instanceof DataType.TimeInterval;
        Typed number = time ? NumericLowering.plain(from.node()) : numeric(from, Plain.BIGINT);
        if (number.type() instanceof Decimal decimal) {
            Typed plain = NumericLowering.plain(number.node());
            if (number.kind() == Kind.LONG) {
                return Binder.call(NumberCasts.class, "toLong", plain, Binder.constant(decimal.scale()));
            }
            Typed own = Binder.own(NumberCasts.Own.class, NumberCasts.Own::new);
            return Binder.call(NumberCasts.class, "toLong", plain, Binder.constant(decimal.scale()), own);
        }
        if (NumericLowering.isFloating(number)) {
            return Binder.call(NumberCasts.class, "toLong", NumericLowering.plain(Binder.widen(number, Kind.DOUBLE)));
        }
        return Binder.widen(NumericLowering.plain(number.node()), Kind.LONG);
    }

    private static Node decimal(Typed from, Decimal to) {
        Typed precision = Binder.constant(to.precision());
        Typed scale = Binder.constant(to.scale());
        if (from.kind() == Kind.BYTES) {
            return narrow(Binder.call(NumberText.class, "parseDecimal", from, precision, scale), to);
        }
        Typed number = numeric(from, to);
        if (NumericLowering.isFloating(number)) {
            Typed wide = NumericLowering.plain(Binder.widen(number, Kind.DOUBLE));
            return narrow(Binder.call(NumberCasts.class, "toDecimal", wide, precision, scale), to);
        }
        Decimal own = DecimalLowering.type(number.type());
        int wholeDigits = own.precision() - own.scale();
        if (own.scale() == to.scale() && own.precision() <= to.precision() && number.kind() == Kind.of(to)) {
            return number.node();
        }
        Typed ownScale = Binder.constant(own.scale());
        if (number.kind() != Kind.INT128 && Kind.of(to) == Kind.LONG && wholeDigits + own.scale() <= 19) {
            Typed plain = NumericLowering.plain(Binder.widen(NumericLowering.plain(number.node()), Kind.LONG));
            return Binder.call(NumberCasts.class, "toDecimal", plain, ownScale, precision, scale);
        }
        Typed wide = NumericLowering.plain(Binder.widen(NumericLowering.plain(number.node()), Kind.INT128));
        return narrow(Binder.call(NumberCasts.class, "toDecimal", wide, ownScale, precision, scale), to);
    }

    private static Node narrow(Node wide, Decimal to) {
        return Kind.of(to) == Kind.LONG ? DecimalLowering.narrow(wide) : wide;
    }

    private Node text(Typed from, int length, String method) {
        Node printed = from.kind() == Kind.BYTES ? from.node() : print(from);
        if (length == DataType.Varchar.UNBOUNDED || (method.equals("shorten") && longest(from.type()) <= length)) {
            return printed;
        }
        return Binder.call(TextCasts.class, method, new Typed(printed, DataType.STRING), Binder.constant(length));
    }

    private static int longest(DataType type) {
        return switch (type) {
            case DataType.Varchar varchar -> varchar.length();
            case DataType.Char fixed -> fixed.length();
            default -> Integer.MAX_VALUE;
        };
    }

    private Node print(Typed from) {
        if (from.type() instanceof DataType.TimestampLtz moment) {
            return TextLowering.print(new Typed(local(from, moment), new DataType.Timestamp(moment.precision())));
        }
        return TextLowering.print(from);
    }

    private Node bytes(Typed from, int length, String method) {
        if (from.kind() != Kind.BYTES) {
            throw refused(from, DataType.BYTES);
        }
        if (length == DataType.Varchar.UNBOUNDED) {
            return from.node();
        }
        return Binder.call(TextCasts.class, method, from, Binder.constant(length));
    }

    /** A moment as a local date and time in the same unit. */
    Node local(Typed from, Instant type) {
        return Binder.call(
                Zone.class,
                "toLocal",
                NumericLowering.plain(from.node()),
                Binder.constant(type.unitsPerSecond()),
                zone());
    }

    Typed zone() {
        java.time.ZoneId id = lowering.session().timeZone();
        return Binder.own(Zone.class, () -> new Zone(id));
    }

    private Node toMoment(Node local, Instant type) {
        return Binder.call(
                Zone.class, "toMoment", NumericLowering.plain(local), Binder.constant(type.unitsPerSecond()), zone());
    }

    private Node date(Typed from) {
        return switch (from.type()) {
            case Instant instant -> {
                Node local = instant instanceof DataType.TimestampLtz ? local(from, instant) : from.node();
                yield Binder.call(
                        Times.class,
                        "days",
                        NumericLowering.plain(local),
                        Binder.constant(86_400 * instant.unitsPerSecond()));
            }
            default -> {
                if (from.kind() != Kind.BYTES) {
                    throw refused(from, Plain.DATE);
                }
                yield Binder.call(TimeText.class, "parseDate", from);
            }
        };
    }

    private Node time(Typed from, DataType.Time to) {
        return switch (from.type()) {
            case DataType.Time own -> cut(from.node(), own.precision(), to.precision(), NANOS);
            case Instant instant -> {
                Node local = instant instanceof DataType.TimestampLtz ? local(from, instant) : from.node();
                Node ofDay =
                        Binder.call(
                                Times.class,
                                "timeOfDay",
                                NumericLowering.plain(local),
                                Binder.constant(86_400 * instant.unitsPerSecond()));
                Node nanos = rescale(ofDay, instant.unitsPerSecond(), NANOS);
                yield cut(nanos, instant.precision(), to.precision(), NANOS);
            }
            default -> {
                if (from.kind() != Kind.BYTES) {
                    throw refused(from, to);
                }
                yield cut(Binder.call(TimeText.class, "parseTime", from), 9, to.precision(), NANOS);
            }
        };
    }

    private Node timestamp(Typed from, DataType.Timestamp to) {
        return switch (from.type()) {
            case DataType.Timestamp own -> precise(from, own, to);
            case DataType.TimestampLtz own -> precise(new Typed(local(from, own), own), own, to);
            case Plain plain when plain == Plain.DATE ->
                    Binder.call(Times.class, "atStart", from, Binder.constant(86_400 * to.unitsPerSecond()));
            case DataType.Time time -> rescale(from.node(), NANOS, to.unitsPerSecond());
            default -> {
                if (from.kind() != Kind.BYTES) {
                    throw refused(from, to);
                }
                Node parsed = Binder.call(TimeText.class, "parseTimestamp", from, Binder.constant(to.unitsPerSecond()));
                yield cut(parsed, 9, to.precision(), to.unitsPerSecond());
            }
        };
    }

    private Node moment(Typed from, DataType.TimestampLtz to) {
        if (from.type() instanceof DataType.TimestampLtz own) {
            return precise(from, own, to);
        }
        return toMoment(timestamp(from, new DataType.Timestamp(to.precision())), to);
    }

    /** Another precision: fewer digits round down. */
    private static Node precise(Typed from, Instant own, Instant to) {
        Node rescaled = rescale(from.node(), own.unitsPerSecond(), to.unitsPerSecond());
        return cut(rescaled, own.precision(), to.precision(), to.unitsPerSecond());
    }

    private static Node rescale(Node time, long from, long to) {
        return from == to
                ? time
                : Binder.call(
                        Times.class,
                        "rescale",
                        NumericLowering.plain(time),
                        Binder.constant(from),
                        Binder.constant(to));
    }

    private static Node cut(Node time, int from, int to, long unitsPerSecond) {
        int digits = unitsPerSecond == MICROS ? 6 : 9;
        if (from <= to || to >= digits) {
            return time;
        }
        long length = io.millrace.data.Decimals.powerOfTen(digits - to);
        return Binder.call(Times.class, "floorTo", NumericLowering.plain(time), Binder.constant(length));
    }
}
