package io.millrace.dataflow.connector;

import io.millrace.data.MillraceException;
import java.util.List;
import java.util.stream.Collectors;

/** Holds the names of a table's options against those that are known. */
final class OptionCheck {
    private OptionCheck() {}

    static void check(TableOptions table, String subject, List<Option> known) {
        for (String key : table.sorted().keySet()) {
            if (!key.equals("connector") && known.stream().noneMatch(option -> option.matches(key))) {
                List<String> names = known.stream().map(Option::name).sorted().toList();
                throw MillraceException.user(
                        "unknown-option",
                        "Table "
                                + table.name()
                                + ": "
                                + subject
                                + " has no option '"
                                + key
                                + "'"
                                + Nearest.suggestion(key, names)
                                + ". It has "
                                + String.join(", ", names));
            }
        }
        List<Option> missing =
                known.stream()
                        .filter(option ->
                                option.need() == Option.Need.REQUIRED && !table.options().containsKey(option.name()))
                        .toList();
        if (!missing.isEmpty()) {
            throw MillraceException.user(
                    "option-missing",
                    "Table "
                            + table.name()
                            + ": "
                            + subject
                            + " needs "
                            + missing.stream()
                                    .map(option -> "'" + option.name() + "' (" + option.doc() + ")")
                                    .collect(Collectors.joining(" and ")));
        }
    }
}
