package io.millrace.server.command;

import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.source.Source.Boundedness;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.Scan;
import io.millrace.operators.window.SessionAggregate;
import io.millrace.operators.window.WindowAggregate;
import io.millrace.operators.write.Write;
import io.millrace.server.print.Figures;
import io.millrace.worker.MetricsBoard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds out from a job's figures why a sink got no rows: goes up from it to the operator at which rows vanish or are
 * held back.
 */
final class NoOutput {
    private static final String SCAN = "scan-";

    private final JobGraph graph;
    private final Map<String, Sum> sums = new HashMap<>();

    /** How far the job is. */
    enum Moment {
        RUNNING,
        ENDED
    }

    /** The figures of all instances of an operator. */
    private static final class Sum {
        private long in;
        private long out;
        private long least = OperatorContext.END_OF_TIME;
        private long most = OperatorContext.NO_WATERMARK;
        private final Map<String, Long> counters = new HashMap<>();

        private void add(MetricsBoard.Figures figures) {
            in += figures.in().rows();
            out += figures.out().rows();
            boolean speaks = !figures.counters().containsKey("idle");
            if (speaks && figures.watermark() != OperatorContext.END_OF_TIME) {
                least = Math.min(least, figures.watermark());
                most = Math.max(most, figures.watermark());
            }
            figures.counters()
                    .forEach((name, value) ->
                            counters.merge(name, value, name.equals("late-by-millis") ? Math::max : Long::sum));
        }

        private long counter(String name) {
            return counters.getOrDefault(name, 0L);
        }
    }

    NoOutput(JobGraph graph, MetricsBoard board) {
        this.graph = graph;
        board.figures().forEach((key, figures) -> sums.computeIfAbsent(key.vertex(), id -> new Sum()).add(figures));
    }

    /** For each sink without rows why that is. */
    List<String> reasons(Moment moment) {
        TreeSet<String> reasons = new TreeSet<>();
        for (int vertex = 0; vertex < graph.vertices().size(); vertex++) {
            boolean rejects = graph.vertices().get(vertex).id().startsWith("rejects-");
            if (spec(vertex) instanceof Write && !rejects && sum(vertex).in == 0) {
                reason(graph.inputsOf(vertex), moment).ifPresent(reasons::add);
            }
        }
        return List.copyOf(reasons);
    }

    /** What was dropped because it came too late. */
    List<String> late() {
        List<String> told = new ArrayList<>();
        for (JobGraph.Vertex vertex : graph.vertices()) {
            Sum sum = sums.getOrDefault(vertex.id(), new Sum());
            long rows = sum.counter("late-rows");
            if (rows > 0) {
                String by =
                        sum.counter("late-by-millis") > 0
                                ? "; the worst lay "
                                        + Figures.nanos(sum.counter("late-by-millis") * 1_000_000)
                                        + " behind the watermark"
                                : "";
                told.add(
                        Figures.count(rows)
                                + (rows == 1 ? " row" : " rows")
                                + (vertex.spec() instanceof Scan
                                        ? " of table " + table(vertex.id())
                                        : " at " + vertex.id())
                                + " came too late and "
                                + (rows == 1 ? "was" : "were")
                                + " left out"
                                + by
                                + ". A longer interval in WATERMARK FOR waits for them");
            }
        }
        return told;
    }

    /** Why nothing comes out of these edges, of which at least one should give something. */
    private Optional<String> reason(List<Edge> edges, Moment moment) {
        for (Edge edge : edges) {
            Optional<String> found = reason(edge.from(), edge.port(), moment);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> reason(int vertex, int port, Moment moment) {
        Sum sum = sum(vertex);
        OperatorSpec spec = spec(vertex);
        if (spec instanceof Scan scan) {
            return ofScan(vertex, port, moment);
        }
        if (sum.out > 0 && !(spec instanceof Write)) {
            return Optional.empty();
        }
        if (spec.inputCount() == 2) {
            return ofJoin(vertex, spec, sum, moment);
        }
        if (sum.in == 0) {
            return reason(graph.inputsOf(vertex), moment);
        }
        if (spec instanceof Calc calc && calc.condition().isPresent()) {
            return Optional.of(
                    "none of the "
                            + rows(sum.in)
                            + from(vertex)
                            + " fulfils "
                            + ConditionText.of(calc.condition().get(), calc.input()));
        }
        return moment == Moment.RUNNING ? Optional.of(held(vertex)) : Optional.empty();
    }

    private Optional<String> ofScan(int vertex, int port, Moment moment) {
        String id = graph.vertices().get(vertex).id();
        Scan scan = (Scan) spec(vertex);
        Sum sum = sum(vertex);
        long read = sum.counter("rows-read");
        if (read == 0) {
            boolean bounded = scan.source().boundedness() == Boundedness.BOUNDED;
            if (bounded && moment == Moment.RUNNING) {
                return Optional.empty();
            }
            String what = bounded ? " is empty: no rows in " : " has given no rows yet: ";
            return Optional.of("table " + table(id) + what + scan.source().describe());
        }
        if (port >= scan.calcs().size() || sum.counter("late-rows") >= read) {
            return Optional.empty();
        }
        Calc calc = scan.calcs().get(port);
        return calc.condition()
                .filter(condition -> sum.out == 0)
                .map(condition ->
                        "none of the "
                                + rows(read)
                                + " of table "
                                + table(id)
                                + " fulfils "
                                + ConditionText.of(condition, calc.input()));
    }

    private Optional<String> ofJoin(int vertex, OperatorSpec spec, Sum sum, Moment moment) {
        for (int input = 0; input < 2; input++) {
            if (sum.counter("input-" + input + "-rows") == 0) {
                int side = input;
                List<Edge> edges = graph.inputsOf(vertex).stream().filter(edge -> edge.input() == side).toList();
                Optional<String> above = reason(edges, moment);
                String join = "a join gives nothing without rows" + from(edges);
                return Optional.of(above.map(why -> join + "; " + why).orElse(join));
            }
        }
        Optional<String> condition = ConditionText.ofJoin(spec);
        if (condition.isEmpty()) {
            return Optional.empty();
        }
        boolean swapped = spec instanceof io.millrace.operators.join.BuildProbeJoin;
        long left = sum.counter(swapped ? "input-1-rows" : "input-0-rows");
        long right = sum.counter(swapped ? "input-0-rows" : "input-1-rows");
        return Optional.of(
                "a join found no match "
                        + (moment == Moment.RUNNING ? "yet " : "")
                        + "between "
                        + rows(left)
                        + from(inputsOf(vertex, swapped ? 1 : 0))
                        + " and "
                        + rows(right)
                        + from(inputsOf(vertex, swapped ? 0 : 1))
                        + " by "
                        + condition.get()
                        + " (NULL equals nothing; texts differ by blanks and case)");
    }

    private List<Edge> inputsOf(int vertex, int input) {
        return graph.inputsOf(vertex).stream().filter(edge -> edge.input() == input).toList();
    }

    /** What an operator that took rows and gave none waits for. */
    private String held(int vertex) {
        OperatorSpec spec = spec(vertex);
        boolean windows = spec instanceof WindowAggregate || spec instanceof SessionAggregate;
        StringBuilder text = new StringBuilder();
        text.append(
                windows
                        ? "a window is given out when the watermark has passed its end"
                        : graph.vertices().get(vertex).id() + " has rows and has given none");
        for (int scan : scansAbove(vertex)) {
            text.append("; ").append(watermark(graph.vertices().get(scan).id(), (Scan) spec(scan)));
        }
        return text.toString();
    }

    private String watermark(String id, Scan scan) {
        if (scan.eventTime().isEmpty()) {
            return "table " + table(id) + " has no watermark";
        }
        Sum sum = sums.getOrDefault(id, new Sum());
        String table = "the watermark of table " + table(id);
        if (sum.least == OperatorContext.END_OF_TIME) {
            return "table " + table(id) + " has nothing to say about event time now";
        }
        if (sum.least != OperatorContext.NO_WATERMARK && sum.least == sum.most) {
            return table + " is at " + ConditionText.time(sum.least);
        }
        String advice = "SET 'table.exec.source.idle-timeout' = '30 s' lets it go on without those that give no rows";
        if (sum.most == OperatorContext.NO_WATERMARK) {
            return scan.source().boundedness() == Boundedness.BOUNDED
                    ? table + " is known when the last of its parts is being read"
                    : table + " has not begun: a part of it has given no rows; " + advice;
        }
        String least =
                sum.least == OperatorContext.NO_WATERMARK
                        ? " is held back by a part of it that has given no rows"
                        : " is held at " + ConditionText.time(sum.least) + " by one of its parts";
        return table + least + ", while others are at " + ConditionText.time(sum.most) + "; " + advice;
    }

    private TreeSet<Integer> scansAbove(int vertex) {
        TreeSet<Integer> scans = new TreeSet<>();
        if (spec(vertex) instanceof Scan) {
            scans.add(vertex);
        }
        graph.inputsOf(vertex).forEach(edge -> scans.addAll(scansAbove(edge.from())));
        return scans;
    }

    private String from(int vertex) {
        return from(graph.inputsOf(vertex));
    }

    private String from(List<Edge> edges) {
        TreeSet<String> tables = new TreeSet<>();
        for (Edge edge : edges) {
            scansAbove(edge.from()).forEach(scan -> tables.add(table(graph.vertices().get(scan).id())));
        }
        return tables.isEmpty() ? "" : " from " + String.join(", ", tables);
    }

    private OperatorSpec spec(int vertex) {
        return graph.vertices().get(vertex).spec();
    }

    private Sum sum(int vertex) {
        return sums.getOrDefault(graph.vertices().get(vertex).id(), new Sum());
    }

    private static String rows(long count) {
        return Figures.count(count) + (count == 1 ? " row" : " rows");
    }

    private static String table(String id) {
        return id.startsWith(SCAN) ? id.substring(SCAN.length()) : id;
    }
}
