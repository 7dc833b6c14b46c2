package io.millrace.operators.expression.function;

/**
 * Dates with a time of day, and times of day, as a number of units (micro- or nanoseconds) since 1970 or midnight; how
 * many units make a second or a day comes as a constant. Before 1970 they are negative, and everything rounds down.
 */
public final class Times {
    private Times() {}

    /** The day, and what of it is gone. */
    public static int days(long time, long unitsPerDay) {
        return (int) Math.floorDiv(time, unitsPerDay);
    }

    public static long timeOfDay(long time, long unitsPerDay) {
        return Math.floorMod(time, unitsPerDay);
    }

    public static long atStart(int days, long unitsPerDay) {
        return exact(days, unitsPerDay);
    }

    /** The time with another unit; a coarser one rounds down. */
    public static long rescale(long time, long from, long to) {
        return to >= from ? exact(time, to / from) : Math.floorDiv(time, from / to);
    }

    private static long exact(long a, long b) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
            throw Errors.overflow("a time", "64 bits of nanoseconds, which reach from 1677 to 2262");
        }
        return product;
    }

    public static long hour(long time, long unitsPerSecond) {
        return Math.floorMod(Math.floorDiv(time, unitsPerSecond), 86_400L) / 3600;
    }

    public static long minute(long time, long unitsPerSecond) {
        return Math.floorMod(Math.floorDiv(time, unitsPerSecond), 3600L) / 60;
    }

    public static long second(long time, long unitsPerSecond) {
        return Math.floorMod(Math.floorDiv(time, unitsPerSecond), 60L);
    }

    /** The seconds and their fraction, in parts of which {@code partsPerSecond} make a second. */
    public static long fraction(long time, long unitsPerSecond, long partsPerSecond) {
        long inMinute = Math.floorMod(time, 60 * unitsPerSecond);
        return partsPerSecond >= unitsPerSecond
                ? inMinute * (partsPerSecond / unitsPerSecond)
                : inMinute / (unitsPerSecond / partsPerSecond);
    }

    public static long epoch(long time, long unitsPerSecond) {
        return Math.floorDiv(time, unitsPerSecond);
    }

    /** The latest multiple of a length that is not later. */
    public static long floorTo(long time, long length) {
        return time - Math.floorMod(time, length);
    }

    public static long ceilTo(long time, long length) {
        long floor = floorTo(time, length);
        return floor == time ? time : plus(floor, length);
    }

    public static long plus(long time, long more) {
        long sum = time + more;
        if (((time ^ sum) & (more ^ sum)) < 0) {
            throw Errors.overflow("a time " + more + " units later", "TIMESTAMP");
        }
        return sum;
    }

    public static long minus(long time, long less) {
        long difference = time - less;
        if (((time ^ less) & (time ^ difference)) < 0) {
            throw Errors.overflow("a time " + less + " units earlier", "TIMESTAMP");
        }
        return difference;
    }

    /** A time of day so much later, around midnight. */
    public static long plusInDay(long time, long more) {
        return Math.floorMod(time + more, 86_400_000_000_000L);
    }

    public static long addMonths(long time, long months, long unitsPerDay) {
        long days = Math.floorDiv(time, unitsPerDay);
        return plus(exact(Dates.plusMonths(days, months), unitsPerDay), time - days * unitsPerDay);
    }

    /** How many lengths lie between two times, without the fraction. */
    public static long between(long from, long to, long length) {
        return minus(to, from) / length;
    }

    /** How many whole months. */
    public static long monthsBetween(long from, long to, long unitsPerDay) {
        long fromCivil = Dates.civil(Math.floorDiv(from, unitsPerDay));
        long toCivil = Dates.civil(Math.floorDiv(to, unitsPerDay));
        long months =
                (Dates.yearOf(toCivil) - Dates.yearOf(fromCivil)) * 12L
                        + Dates.monthOf(toCivil)
                        - Dates.monthOf(fromCivil);
        long fromRest = (Dates.dayOf(fromCivil) * unitsPerDay) + Math.floorMod(from, unitsPerDay);
        long toRest = (Dates.dayOf(toCivil) * unitsPerDay) + Math.floorMod(to, unitsPerDay);
        if (months > 0 && toRest < fromRest) {
            return months - 1;
        }
        return months < 0 && toRest > fromRest ? months + 1 : months;
    }

    /** A number of units per second since 1970 as a time. */
    public static long ofEpoch(long number, long unitsPerSecond, long timeUnitsPerSecond) {
        return rescale(number, unitsPerSecond, timeUnitsPerSecond);
    }

    public static long ofEpoch(double seconds, long timeUnitsPerSecond) {
        return (long) Math.floor(seconds * timeUnitsPerSecond);
    }
}
