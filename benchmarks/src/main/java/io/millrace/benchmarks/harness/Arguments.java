package io.millrace.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code --key value} pairs of a command line, and flags without a value. */
public final class Arguments {
    private final TreeMap<String, String> given = new TreeMap<>();
    private final String usage;

    private Arguments(String usage) {
        this.usage = usage;
    }

    /**
     * @param flags those without a value
     * @param usage what is said of a wrong one
     */
    public static Arguments parse(String[] args, Set<String> flags, String usage) {
        Arguments read = new Arguments(usage);
        for (int i = 0; i < args.length; i++) {
            String key = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (flags.contains(key)) {
                read.given.put(key, "true");
            } else if (!key.isEmpty() && i + 1 < args.length) {
                read.given.put(key, args[++i]);
            } else {
                throw new IllegalArgumentException("unexpected '" + args[i] + "'. " + usage);
            }
        }
        return read;
    }

    /** Takes a value out. */
    public String take(String key, String otherwise) {
        String value = given.remove(key);
        return value == null ? otherwise : value;
    }

    public int number(String key, int otherwise) {
        return Math.toIntExact(longNumber(key, otherwise));
    }

    public long longNumber(String key, long otherwise) {
        String value = take(key, Long.toString(otherwise));
        try {
            return Long.parseLong(value.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + key + " is a number, not '" + value + "'", e);
        }
    }

    public boolean flag(String key) {
        return given.remove(key) != null;
    }

    /** A list of numbers with commas between them. */
    public List<Long> numbers(String key, String otherwise) {
        return Stream.of(take(key, otherwise).split(",")).map(each -> Long.parseLong(each.replace("_", ""))).toList();
    }

    /** Either all engines by name, or the peers beside Millrace. */
    public List<String> engines() {
        String named = take("engines", "");
        String peers = take("peers", "");
        if (!named.isEmpty()) {
            return List.of(named.split(","));
        }
        List<String> engines = new ArrayList<>(List.of("millrace"));
        if (!peers.isEmpty()) {
            engines.addAll(List.of(peers.split(",")));
        }
        return engines;
    }

    /** Nothing may be left. */
    public void end() {
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown options " + given.keySet() + ". " + usage);
        }
    }
}
