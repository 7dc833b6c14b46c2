package io.millrace.operators.expression.function;

/**
 * The proleptic Gregorian calendar over days since 1970-01-01, before which they are negative. Everything rounds down.
 * Years 1 to 9999 are SQL's; other years are computed as well. Source of the arithmetic: H. Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms".
 */
public final class Dates {
    private static final int DAYS_OF_ERA = 146_097;
    private static final int TO_1970 = 719_468;

    private Dates() {}

    /** Year, month and day in one number, 16 bits apart, so that nothing is allocated. */
    static long civil(long days) {
        long shifted = days + TO_1970;
        long era = Math.floorDiv(shifted, DAYS_OF_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_OF_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 32 | (long) month << 16 | day;
    }

    static int yearOf(long civil) {
        return (int) (civil >> 32);
    }

    static int monthOf(long civil) {
        return (int) (civil >> 16) & 0xFFFF;
    }

    static int dayOf(long civil) {
        return (int) civil & 0xFFFF;
    }

    static long days(long year, int month, int day) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * DAYS_OF_ERA + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - TO_1970;
    }

    static int daysOfMonth(long year, int month) {
        return switch (month) {
            case 2 -> isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean isLeap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static long year(int days) {
        return yearOf(civil(days));
    }

    public static long quarter(int days) {
        return (monthOf(civil(days)) + 2) / 3;
    }

    public static long month(int days) {
        return monthOf(civil(days));
    }

    public static long day(int days) {
        return dayOf(civil(days));
    }

    /** 1 is Sunday. */
    public static long dayOfWeek(int days) {
        return Math.floorMod(days + 4L, 7) + 1;
    }

    /** 1 is Monday. */
    public static long isoDayOfWeek(int days) {
        return Math.floorMod(days + 3L, 7) + 1;
    }

    public static long dayOfYear(int days) {
        return days - days(yearOf(civil(days)), 1, 1) + 1;
    }

    /** The ISO week: the first has the year's first Thursday. */
    public static long week(int days) {
        long thursday = thursday(days);
        return (thursday - days(yearOf(civil(thursday)), 1, 1)) / 7 + 1;
    }

    public static long isoYear(int days) {
        return yearOf(civil(thursday(days)));
    }

    private static long thursday(int days) {
        return days - Math.floorMod(days + 3L, 7) + 3;
    }

    public static long decade(int days) {
        return Math.floorDiv(year(days), 10);
    }

    public static long century(int days) {
        long year = year(days);
        return year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
    }

    public static long millennium(int days) {
        long year = year(days);
        return year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
    }

    public static int lastDay(int days) {
        long civil = civil(days);
        return (int) days(yearOf(civil), monthOf(civil), daysOfMonth(yearOf(civil), monthOf(civil)));
    }

    /** So many months later; a day that the month lacks becomes its last. */
    public static int addMonths(int days, long months) {
        return Math.toIntExact(plusMonths(days, months));
    }

    static long plusMonths(long days, long months) {
        long civil = civil(days);
        long count = yearOf(civil) * 12L + monthOf(civil) - 1 + months;
        long year = Math.floorDiv(count, 12L);
        int month = (int) Math.floorMod(count, 12L) + 1;
        return days(year, month, Math.min(dayOf(civil), daysOfMonth(year, month)));
    }

    /** So many days later. */
    public static int addDays(int days, long more) {
        long sum = days + more;
        if (sum != (int) sum) {
            throw Errors.overflow("a date " + more + " days later", "DATE");
        }
        return (int) sum;
    }

    /** The first day of the week (Monday), month, quarter, year, decade, century or millennium. */
    public static int floorWeek(int days) {
        return days - (int) Math.floorMod(days + 3L, 7);
    }

    public static int floorMonths(int days, int months) {
        long civil = civil(days);
        long count = yearOf(civil) * 12L + monthOf(civil) - 1;
        long floor = Math.floorDiv(count, (long) months) * months;
        return (int) days(Math.floorDiv(floor, 12L), (int) Math.floorMod(floor, 12L) + 1, 1);
    }

    public static int ceilWeek(int days) {
        int floor = floorWeek(days);
        return floor == days ? days : floor + 7;
    }

    public static int ceilMonths(int days, int months) {
        int floor = floorMonths(days, months);
        return floor == days ? days : (int) plusMonths(floor, months);
    }
}
