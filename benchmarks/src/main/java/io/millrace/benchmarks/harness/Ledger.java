package io.millrace.benchmarks.harness;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The raw figures of a folder, kept in {@code figures.json} as soon as a query is done, so that a run that is cut off
 * leaves what it had, and the same command again goes on with the queries that are missing.
 *
 * <p>The figures of a query were all taken in one run: a query that is measured again replaces its old figures whole.
 * Figures from another machine, another commit or with other settings are not mixed in: their file is put aside.
 */
public final class Ledger {
    private static final String FILE = "figures.json";
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path folder;
    private Content content;

    /**
     * What must be the same for figures that stand beside each other.
     *
     * @param machine processor, cores, memory, system
     * @param commit of the sources
     * @param settings all but the queries and the engines
     */
    public record Conditions(String machine, String commit, String settings) {}

    /**
     * The figures of one query.
     *
     * @param run when they were taken, and how busy the machine was before and after
     */
    public record Entry(NexmarkQuery query, String run, List<Figures> figures) {}

    record Content(Conditions conditions, List<Entry> queries) {}

    private Ledger(Path folder, Content content) {
        this.folder = folder;
        this.content = content;
    }

    /** Opens the figures of a folder; those taken under other conditions are put aside. */
    public static Ledger open(Path folder, Conditions conditions) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            Content found = JSON.readValue(file.toFile(), Content.class);
            if (found.conditions().equals(conditions)) {
                return new Ledger(folder, found);
            }
            Files.move(file, aside(folder));
        }
        return new Ledger(folder, new Content(conditions, List.of()));
    }

    public Conditions conditions() {
        return content.conditions();
    }

    /** The queries in their order. */
    public List<Entry> entries() {
        return content.queries();
    }

    /** All figures, by query. */
    public List<Figures> figures() {
        return entries().stream().flatMap(entry -> entry.figures().stream()).toList();
    }

    /** Whether each of these engines was run on the query, in one run; that it failed is a result, too. */
    public boolean holds(NexmarkQuery query, Set<String> engines) {
        return entries().stream()
                .filter(entry -> entry.query() == query)
                .anyMatch(entry ->
                        entry.figures().stream().map(Figures::engine).collect(Collectors.toSet()).containsAll(engines));
    }

    /** Keeps the figures of a query, in place of what was there. */
    public void put(Entry entry) throws IOException {
        List<Entry> entries = new ArrayList<>(content.queries());
        entries.removeIf(each -> each.query() == entry.query());
        entries.add(entry);
        entries.sort(Comparator.comparing(Entry::query));
        content = new Content(content.conditions(), List.copyOf(entries));
        Path part = folder.resolve(FILE + ".part");
        JSON.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), content);
        Files.move(part, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path aside(Path folder) {
        int number = 1;
        while (Files.exists(folder.resolve("figures-" + number + ".json"))) {
            number++;
        }
        return folder.resolve("figures-" + number + ".json");
    }
}
