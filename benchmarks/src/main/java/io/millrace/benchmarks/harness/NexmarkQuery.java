package io.millrace.benchmarks.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the harness has to know about each query. */
public enum NexmarkQuery {
    Q0(Kind.STATELESS),
    Q1(Kind.STATELESS),
    Q2(Kind.STATELESS),
    Q3(Kind.GROWING),
    Q4(Kind.GROWING),
    Q5(Kind.STEADY),
    Q6(Kind.GROWING),
    Q7(Kind.GROWING),
    Q8(Kind.STEADY),
    Q9(Kind.GROWING),
    Q10(Kind.STATELESS),
    Q11(Kind.STEADY),
    Q12(Kind.BY_CLOCK),
    Q13(Kind.STATELESS),
    Q14(Kind.STATELESS),
    Q15(Kind.GROWING),
    Q16(Kind.GROWING),
    Q17(Kind.GROWING),
    Q18(Kind.GROWING),
    Q19(Kind.GROWING),
    Q20(Kind.GROWING),
    Q21(Kind.STATELESS),
    Q22(Kind.STATELESS);

    /** How a query behaves when it runs for long. */
    public enum Kind {
        /** Nothing is kept. */
        STATELESS,
        /** State comes and goes with windows. */
        STEADY,
        /** State is kept for ever: a run has a number of events instead of a duration. */
        GROWING,
        /** Steady, but the result depends on when rows come, so that it cannot be compared. */
        BY_CLOCK
    }

    private final Kind kind;

    NexmarkQuery(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * The result columns that must agree between engines, by index; empty means all. Where a query orders by something
     * that may be equal, the others are up to the engine.
     */
    public List<Integer> comparedColumns() {
        return this == Q19 ? List.of(0, 2, 7) : List.of();
    }

    /** Its name in files and on the command line: q0 and so on. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@code q0,q5} or {@code all}. */
    public static List<NexmarkQuery> parse(String list) {
        if (list.equals("all")) {
            return List.of(values());
        }
        List<NexmarkQuery> queries = new ArrayList<>();
        for (String each : list.split(",")) {
            queries.add(
                    Arrays.stream(values())
                            .filter(query -> query.label().equals(each.strip()))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "No query '" + each.strip() + "': there are q0 to q22, and 'all'.")));
        }
        return queries;
    }
}
