package io.millrace.benchmarks.harness;

import java.util.List;

/**
 * What is asked for by one name: an engine, or the forms of one, of which the fastest is measured.
 *
 * @param name as tables show it
 */
public record Contender(String name, List<Engine> forms) {

    /** Whether it can run a query. */
    public boolean has(NexmarkQuery query) {
        return forms.stream().anyMatch(form -> form.has(query));
    }
}
