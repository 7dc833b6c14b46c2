package io.millrace.dataflow.connector;

import io.millrace.data.MillraceException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a table's options by type. What is not as its kind says is an error that names the option. */
public final class OptionValues {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})\\s*([a-zµ]*)");

    private final TableOptions table;

    public OptionValues(TableOptions table) {
        this.table = table;
    }

    /** Whether the table itself has a value. */
    public boolean has(Option option) {
        return table.options().containsKey(option.name());
    }

    /** The text as it stands there, or the fallback. */
    public String text(Option option) {
        return table.options().getOrDefault(option.name(), option.fallback());
    }

    public long integer(Option option) {
        return parse(option, text -> Long.parseLong(text.replace("_", "")));
    }

    /** A whole number within these bounds, both included. */
    public int integer(Option option, int least, int most) {
        long value = integer(option);
        if (value < least || value > most) {
            throw wrong(option.name(), text(option), "a whole number from " + least + " to " + most);
        }
        return (int) value;
    }

    public BigDecimal decimal(Option option) {
        return parse(option, BigDecimal::new);
    }

    public boolean isTrue(Option option) {
        return parse(
                option,
                text ->
                        switch (text.toLowerCase(Locale.ROOT)) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException();
                        });
    }

    public long durationMillis(Option option) {
        return parse(
                option,
                text -> {
                    Matcher amount = amount(text);
                    long unit =
                            switch (amount.group(2)) {
                                case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> 1;
                                case "s", "sec", "secs", "second", "seconds" -> 1_000;
                                case "m", "min", "minute", "minutes" -> 60_000;
                                case "h", "hour", "hours" -> 3_600_000;
                                case "d", "day", "days" -> 86_400_000;
                                default -> throw new IllegalArgumentException();
                            };
                    return Math.multiplyExact(Long.parseLong(amount.group(1)), unit);
                });
    }

    public long sizeBytes(Option option) {
        return parse(
                option,
                text -> {
                    Matcher amount = amount(text);
                    long unit =
                            switch (amount.group(2)) {
                                case "", "b", "bytes" -> 1;
                                case "k", "kb", "kib", "kibibytes" -> 1L << 10;
                                case "m", "mb", "mib", "mebibytes" -> 1L << 20;
                                case "g", "gb", "gib", "gibibytes" -> 1L << 30;
                                default -> throw new IllegalArgumentException();
                            };
                    return Math.multiplyExact(Long.parseLong(amount.group(1)), unit);
                });
    }

    /** One of these words, whatever their case, in lower case as given here. */
    public String choice(Option option, List<String> words) {
        String text = text(option);
        for (String word : words) {
            if (word.equalsIgnoreCase(text.trim())) {
                return word;
            }
        }
        throw wrong(option.name(), text, "one of " + String.join(", ", words) + Nearest.suggestion(text, words));
    }

    /** The error for a value that is not what its option takes. */
    public MillraceException wrong(String key, String value, String expected) {
        return MillraceException.user(
                "bad-option", "Table " + table.name() + ": '" + key + "' = '" + value + "' must be " + expected);
    }

    private static Matcher amount(String text) {
        Matcher amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
        if (!amount.matches()) {
            throw new IllegalArgumentException();
        }
        return amount;
    }

    private <T> T parse(Option option, Function<String, T> parser) {
        String text = text(option);
        try {
            return parser.apply(text.trim());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(option.name(), text, option.kind().words());
        }
    }
}
