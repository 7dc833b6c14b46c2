package io.millrace.server.print;

/** Numbers as people read them. */
public final class Figures {
    private static final String[] RATES = {"", " k", " M", " G"};
    private static final String[] SIZES = {" B", " KB", " MB", " GB", " TB"};

    private Figures() {}

    /** 1234567 as {@code 1,234,567}. */
    public static String count(long number) {
        String digits = Long.toString(Math.abs(number));
        StringBuilder text = new StringBuilder(number < 0 ? "-" : "");
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return text.toString();
    }

    /** Three digits at least, and a letter: {@code 1.23 M}. */
    public static String rough(double number) {
        return scaled(number, 1000, RATES);
    }

    public static String bytes(long size) {
        return scaled((double) size, 1024, SIZES);
    }

    /** {@code 12.3 s}, {@code 850 ms}, {@code 2:05 min}. */
    public static String nanos(long nanos) {
        long millis = nanos / 1_000_000;
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return fixed(millis / 1000.0, millis < 10_000 ? 2 : 1) + " s";
        }
        long seconds = millis / 1_000;
        long hours = seconds / 3600;
        String rest = two(seconds / 60 % 60) + ":" + two(seconds % 60);
        return hours > 0 ? hours + ":" + rest + " h" : seconds / 60 + ":" + two(seconds % 60) + " min";
    }

    private static String scaled(double number, int base, String[] units) {
        double value = number;
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        int digits = unit == 0 ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
        return fixed(value, digits) + units[unit];
    }

    /** Without a formatter: it would be loaded for every short query. */
    private static String fixed(double value, int digits) {
        long power = digits == 0 ? 1 : digits == 1 ? 10 : 100;
        long scaled = Math.round(value * power);
        if (digits == 0) {
            return Long.toString(scaled);
        }
        String fraction = Long.toString(scaled % power);
        return scaled / power + "." + "0".repeat(digits - fraction.length()) + fraction;
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
