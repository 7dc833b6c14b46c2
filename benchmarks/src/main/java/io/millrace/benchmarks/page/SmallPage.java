package io.millrace.benchmarks.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A table with plots: on the terminal, as a page, and its raw figures beside.
 *
 * @param title what was measured
 * @param text how, in a few sentences
 * @param rows the table, its headings first
 * @param plots inline SVG
 */
public record SmallPage(String title, String text, List<List<String>> rows, List<String> plots) {

    /** For a terminal. */
    public String table() {
        return title + "\n" + TextTable.of(rows, 1);
    }

    /** Writes {@code index.html} and {@code figures.json}. */
    public void write(Path folder, Object figures) throws IOException {
        Files.createDirectories(folder);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("figures.json").toFile(), figures);
        StringBuilder page = new StringBuilder(HtmlPage.head(title));
        page.append("<h1>").append(HtmlPage.escape(title)).append("</h1>\n<p>").append(HtmlPage.escape(text));
        page.append("</p>\n<table>");
        for (List<String> row : rows) {
            page.append("<tr>");
            row.forEach(cell -> page.append("<td>").append(HtmlPage.escape(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
        plots.forEach(page::append);
        Files.writeString(folder.resolve("index.html"), page.append("</body></html>\n"));
    }
}
