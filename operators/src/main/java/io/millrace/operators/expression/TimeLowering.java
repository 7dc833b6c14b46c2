package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Instant;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Arithmetic;
import io.millrace.operators.expression.function.BatchTime;
import io.millrace.operators.expression.function.Conversions;
import io.millrace.operators.expression.function.Dates;
import io.millrace.operators.expression.function.Times;
import java.util.Locale;

/** Functions of dates and times. Moments are looked at in the session's time zone. */
final class TimeLowering {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Lowering lowering;
    private final CastLowering casts;

    TimeLowering(Lowering lowering) {
        this.lowering = lowering;
        this.casts = new CastLowering(lowering);
    }

    static boolean isTemporal(DataType type) {
        return type == Plain.DATE || type instanceof Instant || type instanceof DataType.Time || isInterval(type);
    }

    static boolean isInterval(DataType type) {
        return type instanceof DataType.TimeInterval || type instanceof DataType.MonthInterval;
    }

    private static Typed plain(Node node) {
        return NumericLowering.plain(node);
    }

    /** How many units of a type's numbers make a second. */
    private static long unitsPerSecond(DataType type) {
        return switch (type) {
            case Instant instant -> instant.unitsPerSecond();
            case DataType.Time ignored -> NANOS_PER_SECOND;
            default -> MICROS_PER_SECOND;
        };
    }

    /** Dates and moments as a local date and time. */
    private Node local(Typed time) {
        return time.type() instanceof DataType.TimestampLtz moment ? casts.local(time, moment) : time.node();
    }

    private Node days(Typed time) {
        if (time.type() == Plain.DATE) {
            return time.node();
        }
        return Binder.call(
                Times.class, "days", plain(local(time)), Binder.constant(86_400 * unitsPerSecond(time.type())));
    }

    /** A part of a date, of a time or of an interval, as BIGINT. */
    Node extract(String unit, Typed time) {
        if (time.type() instanceof DataType.MonthInterval) {
            return switch (unit) {
                case "YEAR" -> Binder.call(Arithmetic.class, "divide", plain(time.node()), Binder.constant(12L));
                default -> Binder.call(Arithmetic.class, "mod", plain(time.node()), Binder.constant(12L));
            };
        }
        String date =
                switch (unit) {
                    case "YEAR" -> "year";
                    case "QUARTER" -> "quarter";
                    case "MONTH" -> "month";
                    case "WEEK" -> "week";
                    case "DAY", "DAYOFMONTH" -> time.type() instanceof DataType.TimeInterval ? "" : "day";
                    case "DOW", "DAYOFWEEK" -> "dayOfWeek";
                    case "ISODOW" -> "isoDayOfWeek";
                    case "DOY", "DAYOFYEAR" -> "dayOfYear";
                    case "ISOYEAR" -> "isoYear";
                    case "DECADE" -> "decade";
                    case "CENTURY" -> "century";
                    case "MILLENNIUM" -> "millennium";
                    default -> "";
                };
        if (!date.isEmpty()) {
            return Binder.call(Dates.class, date, plain(days(time)));
        }
        if (time.type() == Plain.DATE) {
            Typed start =
                    new Typed(
                            Binder.call(Times.class, "atStart", time, Binder.constant(86_400 * MICROS_PER_SECOND)),
                            new DataType.Timestamp(6));
            return ofTime(unit, start);
        }
        return ofTime(unit, time);
    }

    private Node ofTime(String unit, Typed time) {
        Typed units = Binder.constant(unitsPerSecond(time.type()));
        Typed local = plain(local(time));
        return switch (unit) {
            case "DAY", "DAYOFMONTH" ->
                    Binder.call(
                            Arithmetic.class, "divide", local, Binder.constant(86_400 * unitsPerSecond(time.type())));
            case "HOUR" -> Binder.call(Times.class, "hour", local, units);
            case "MINUTE" -> Binder.call(Times.class, "minute", local, units);
            case "SECOND" -> Binder.call(Times.class, "second", local, units);
            case "MILLISECOND" -> fraction(local, units, 1000L);
            case "MICROSECOND" -> fraction(local, units, MICROS_PER_SECOND);
            case "NANOSECOND" -> fraction(local, units, NANOS_PER_SECOND);
            case "EPOCH" -> Binder.call(Times.class, "epoch", plain(time.node()), units);
            default -> throw MillraceException.user("bad-argument", "EXTRACT does not know the unit " + unit);
        };
    }

    private static Node fraction(Typed local, Typed units, long parts) {
        return Binder.call(Times.class, "fraction", local, units, Binder.constant(parts));
    }

    /** FLOOR and CEIL of a time to a unit. */
    Node round(String method, Typed time, String unit) {
        int months =
                switch (unit) {
                    case "MONTH" -> 1;
                    case "QUARTER" -> 3;
                    case "YEAR" -> 12;
                    case "DECADE" -> 120;
                    default -> 0;
                };
        boolean calendar = months > 0 || unit.equals("WEEK");
        if (time.type() == Plain.DATE) {
            return calendar ? calendar(method, plain(time.node()), months) : time.node();
        }
        long units = unitsPerSecond(time.type());
        if (!calendar) {
            return backToMoment(
                    time,
                    Binder.call(Times.class, method + "To", plain(local(time)), Binder.constant(length(unit, units))));
        }
        Typed perDay = Binder.constant(86_400 * units);
        Node local = local(time);
        Node days = Binder.call(Times.class, "days", plain(local), perDay);
        if (method.equals("ceil")) {
            // A time within a day is past its beginning: the next day is where to look from.
            Node up = Binder.call(Times.class, "ceilTo", plain(local), perDay);
            days = Binder.call(Times.class, "days", plain(up), perDay);
        }
        return backToMoment(
                time, Binder.call(Times.class, "atStart", plain(calendar(method, plain(days), months)), perDay));
    }

    private static Node calendar(String method, Typed days, int months) {
        return months == 0
                ? Binder.call(Dates.class, method + "Week", days)
                : Binder.call(Dates.class, method + "Months", days, Binder.constant(months));
    }

    private Node backToMoment(Typed like, Node local) {
        if (!(like.type() instanceof DataType.TimestampLtz moment)) {
            return local;
        }
        return casts.cast(
                new Typed(local, new DataType.Timestamp(moment.precision())),
                moment,
                io.millrace.dataflow.expression.Expression.Cast.OnFailure.FAIL);
    }

    private static long length(String unit, long unitsPerSecond) {
        return switch (unit) {
            case "DAY" -> 86_400 * unitsPerSecond;
            case "HOUR" -> 3600 * unitsPerSecond;
            case "MINUTE" -> 60 * unitsPerSecond;
            case "SECOND" -> unitsPerSecond;
            case "MILLISECOND" -> unitsPerSecond / 1000;
            case "MICROSECOND" -> unitsPerSecond / MICROS_PER_SECOND;
            case "NANOSECOND" -> 1;
            default -> throw MillraceException.user("bad-argument", "there is no length of time called " + unit);
        };
    }

    /** Plus and minus where one operand is a time or an interval. */
    Node arithmetic(String operator, Typed a, Typed b, DataType type) {
        boolean minus = operator.equals("-");
        if (isInterval(a.type()) && !isInterval(b.type()) && isTemporal(b.type())) {
            return shift(b, a, type, "+");
        }
        if (isInterval(b.type()) && !isInterval(a.type())) {
            return shift(a, b, type, operator);
        }
        if (isInterval(a.type())) {
            return Binder.call(Arithmetic.class, minus ? "subtract" : "add", plain(a.node()), plain(b.node()));
        }
        if (!minus) {
            throw MillraceException.user("type-mismatch", a.type().sql() + " + " + b.type().sql() + " has no meaning");
        }
        return type instanceof DataType.MonthInterval ? months(b, a) : between("MICROSECOND", b, a);
    }

    private Node shift(Typed time, Typed interval, DataType type, String operator) {
        boolean minus = operator.equals("-");
        Node amount = interval.node();
        if (interval.type() instanceof DataType.MonthInterval) {
            Node months = minus ? Binder.call(Conversions.class, "plainNegate", plain(amount)) : amount;
            if (time.type() == Plain.DATE) {
                return Binder.call(Dates.class, "addMonths", time, plain(months));
            }
            Node local =
                    Binder.call(
                            Times.class,
                            "addMonths",
                            plain(local(time)),
                            plain(months),
                            Binder.constant(86_400 * unitsPerSecond(time.type())));
            return CastLowering.implicit(new Typed(backToMoment(time, local), time.type()), type);
        }
        if (time.type() == Plain.DATE) {
            Typed micros = Binder.constant(86_400 * MICROS_PER_SECOND);
            if (type == Plain.DATE) {
                Node days = Binder.call(Conversions.class, "floorDivide", plain(amount), micros);
                Node signed = minus ? Binder.call(Conversions.class, "plainNegate", plain(days)) : days;
                return Binder.call(Dates.class, "addDays", time, plain(signed));
            }
            Typed start = new Typed(Binder.call(Times.class, "atStart", time, micros), new DataType.Timestamp(6));
            return shift(start, interval, type, operator);
        }
        Node units =
                Binder.call(
                        Times.class,
                        "rescale",
                        plain(amount),
                        Binder.constant(MICROS_PER_SECOND),
                        Binder.constant(unitsPerSecond(time.type())));
        if (unitsPerSecond(time.type()) == MICROS_PER_SECOND) {
            units = amount;
        }
        if (time.type() instanceof DataType.Time) {
            Node signed = minus ? Binder.call(Conversions.class, "plainNegate", plain(units)) : units;
            return Binder.call(Times.class, "plusInDay", plain(time.node()), plain(signed));
        }
        Node moved = Binder.call(Times.class, minus ? "minus" : "plus", plain(time.node()), plain(units));
        return CastLowering.implicit(new Typed(moved, time.type()), type);
    }

    /** TIMESTAMPADD(unit, n, time). */
    Node add(String unit, Typed count, Typed time, DataType type) {
        Typed number = plain(Binder.widen(count, Kind.LONG));
        int months = months(unit);
        if (months > 0) {
            Node amount = Binder.call(Arithmetic.class, "multiply", number, Binder.constant((long) months));
            return shift(time, new Typed(amount, new DataType.MonthInterval()), type, "+");
        }
        long length = unit.equals("WEEK") ? 7 * length("DAY", MICROS_PER_SECOND) : length(unit, MICROS_PER_SECOND);
        Node amount = Binder.call(Arithmetic.class, "multiply", number, Binder.constant(length));
        return shift(time, new Typed(amount, new DataType.TimeInterval()), type, "+");
    }

    private static int months(String unit) {
        return switch (unit) {
            case "MONTH" -> 1;
            case "QUARTER" -> 3;
            case "YEAR" -> 12;
            default -> 0;
        };
    }

    /** TIMESTAMPDIFF(unit, from, to): how many whole units lie between. */
    Node difference(String unit, Typed from, Typed to, DataType type) {
        int months = months(unit);
        Node count =
                months > 0
                        ? Binder.call(
                                Arithmetic.class, "divide", plain(months(from, to)), Binder.constant((long) months))
                        : between(unit, from, to);
        return CastLowering.implicit(plain(count), type);
    }

    private Node months(Typed from, Typed to) {
        return Binder.call(
                Times.class,
                "monthsBetween",
                plain(comparable(from, false)),
                plain(comparable(to, false)),
                Binder.constant(86_400 * MICROS_PER_SECOND));
    }

    private Node between(String unit, Typed from, Typed to) {
        long length = unit.equals("WEEK") ? 7 * length("DAY", MICROS_PER_SECOND) : length(unit, MICROS_PER_SECOND);
        return Binder.call(
                Times.class,
                "between",
                plain(comparable(from, true)),
                plain(comparable(to, true)),
                Binder.constant(length));
    }

    /** Microseconds, of moments either as such or as local time. */
    private Node comparable(Typed time, boolean moment) {
        if (time.type() == Plain.DATE) {
            return Binder.call(Times.class, "atStart", time, Binder.constant(86_400 * MICROS_PER_SECOND));
        }
        Node node = moment ? time.node() : local(time);
        long units = unitsPerSecond(time.type());
        return units == MICROS_PER_SECOND
                ? node
                : Binder.call(
                        Times.class,
                        "rescale",
                        plain(node),
                        Binder.constant(units),
                        Binder.constant(MICROS_PER_SECOND));
    }

    /** The time of day in the type that the planner has given it. */
    Node now(DataType type) {
        Typed time = Binder.own(BatchTime.class, () -> new BatchTime(lowering.clock()));
        Node now = Binder.call(BatchTime.class, "now", Binder.constant(MICROS_PER_SECOND), time);
        Typed moment = new Typed(now, new DataType.TimestampLtz(6));
        return casts.cast(moment, type, io.millrace.dataflow.expression.Expression.Cast.OnFailure.FAIL);
    }

    static String unit(Typed typed) {
        String unit = Literals.text(typed.node());
        if (unit == null) {
            throw MillraceException.internal("a unit of time is a constant");
        }
        String name = unit.toUpperCase(Locale.ROOT);
        return name.startsWith("SQL_TSI_") ? name.substring("SQL_TSI_".length()) : name;
    }
}
