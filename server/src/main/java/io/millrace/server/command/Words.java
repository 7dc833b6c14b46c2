package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words of a command line, told apart: options with their values, and the rest. */
final class Words {
    static final String WRONG_COMMAND_LINE = "command-line";

    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();

    /** An option of a command; {@code -e} stands for {@code --execute}. */
    record Option(String name, Takes takes) {}

    /** Whether a value follows an option. */
    enum Takes {
        NOTHING,
        VALUE
    }

    private Words() {}

    /** Reads the words after the command; those after {@code --} are no options. */
    static Words of(String command, List<String> words, List<Option> known) {
        Words read = new Words();
        boolean onlyRest = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (onlyRest || !word.startsWith("-") || word.equals("-")) {
                read.rest.add(word);
                continue;
            }
            if (word.equals("--")) {
                onlyRest = true;
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            Option option = find(command, name, known);
            String value = "";
            if (option.takes() == Takes.VALUE) {
                if (equals >= 0) {
                    value = word.substring(equals + 1);
                } else if (i + 1 < words.size()) {
                    value = words.get(++i);
                } else {
                    throw wrong(name + " needs a value");
                }
            } else if (equals >= 0) {
                throw wrong(name + " takes no value");
            }
            read.options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return read;
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    /** The value of an option that is given once at most, or the fallback. */
    String value(String name, String fallback) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw wrong(name + " is given twice");
        }
        return values.isEmpty() ? fallback : values.getFirst();
    }

    List<String> values(String name) {
        return options.getOrDefault(name, List.of());
    }

    /** The words that are no options. */
    List<String> rest() {
        return rest;
    }

    static MillraceException wrong(String message) {
        return MillraceException.user(WRONG_COMMAND_LINE, message);
    }

    private static Option find(String command, String name, List<Option> known) {
        for (Option option : known) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        List<String> names = known.stream().map(Option::name).toList();
        throw wrong("'millrace " + command + "' has no option " + name + Nearest.suggestion(name, names));
    }
}
