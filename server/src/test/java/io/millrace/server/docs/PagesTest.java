package io.millrace.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.expression.function.Functions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whoever changes what a page tells of is told so. With {@code -Ddocs=write} the tables of options are written anew.
 */
class PagesTest {
    /** An error where it is made: its code is the first argument that is in kebab case. */
    private static final Pattern ERROR =
            Pattern.compile(
                    "(?:MillraceException\\s*\\.\\s*(?:user|external|resources)|new MillraceException|Diagnostic\\s*\\.\\s*"
                            + "(?:at|whole))\\((?:[^\"{};]*?,)?\\s*\"([a-z]+(?:-[a-z]+)*)\"\\s*,");

    private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| `([a-z-]+)`(?:, `([a-z-]+)`)* \\|");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");

    @Test
    void optionsAreThoseOfTheCode() throws IOException {
        Path page = DocsFolder.page("reference/connectors.md");
        String current = ConnectorsPage.current(DocsFolder.text(page));
        if ("write".equals(System.getProperty("docs"))) {
            Files.writeString(page, current);
        }
        assertThat(DocsFolder.text(page)).as("run with -Ddocs=write").isEqualTo(current);
    }

    @Test
    void everyErrorCodeIsExplained() {
        Set<String> explained = rows(DocsFolder.page("troubleshooting.md"));
        Set<String> missing = new TreeSet<>();
        for (Path source : DocsFolder.sources()) {
            Matcher errors = ERROR.matcher(DocsFolder.text(source));
            while (errors.find()) {
                if (!explained.contains(errors.group(1))) {
                    missing.add(errors.group(1) + " in " + source.getFileName());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFunctionIsListed() {
        Set<String> listed = new TreeSet<>();
        String page = DocsFolder.text(DocsFolder.page("reference/sql.md"));
        page.lines()
                .filter(line -> line.startsWith("|") || line.startsWith("The engine"))
                .forEach(line -> {
                    Matcher names = NAMED.matcher(line);
                    while (names.find()) {
                        listed.add(names.group(1).replace("\\|", "|"));
                    }
                });
        Set<String> missing = new TreeSet<>(Functions.names());
        missing.removeAll(listed);
        assertThat(missing).as("to be named in a table of the page").isEmpty();
    }

    private static Set<String> rows(Path page) {
        Set<String> codes = new TreeSet<>();
        Matcher rows = CODE_ROW.matcher(DocsFolder.text(page));
        while (rows.find()) {
            Matcher names = NAMED.matcher(rows.group());
            while (names.find()) {
                codes.add(names.group(1));
            }
        }
        return codes;
    }
}
