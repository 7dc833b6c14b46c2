package io.millrace.server.command;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.operators.Flow;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.Scan;
import io.millrace.operators.scan.ValuesSource;
import io.millrace.operators.write.Write;
import io.millrace.sql.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A language of a few words for tests: {@code NUMBERS n} prints the numbers up to n, {@code KEY = value} sets, {@code
 * SHOW} lists, everything else is wrong.
 */
final class Graphs implements Language {
    private static final Schema NUMBERS = Schema.of(Field.of("n", DataType.Plain.INT));

    private final Results results;
    private final Map<String, String> settings = new TreeMap<>();

    Graphs(Results results) {
        this.results = results;
    }

    @Override
    public List<Step> parse(String script, String file) {
        List<Step> statements = new ArrayList<>();
        for (String text : script.split(";")) {
            statements.add(new Word(this, text.strip()));
        }
        return statements;
    }

    private record Word(Graphs language, String text) implements Step {
        @Override
        public boolean isJob() {
            return text.startsWith("NUMBERS");
        }

        @Override
        public String place() {
            return "test:1";
        }

        @Override
        public Answer execute() {
            return language.execute(text);
        }
    }

    private Answer execute(String text) {
        if (text.startsWith("NUMBERS ")) {
            return numbers(Integer.parseInt(text.substring("NUMBERS ".length())));
        }
        if (text.equals("SHOW")) {
            return new Answer.Listing(List.of("name"), List.of(List.of("a"), List.of("b")));
        }
        if (text.contains("=")) {
            settings.put(text.split("=")[0].strip(), text.split("=")[1].strip());
            return new Answer.Done("set");
        }
        throw MillraceException.user("syntax-error", "what is '" + text + "'?");
    }

    private Answer numbers(int upTo) {
        List<List<Literal>> rows = new ArrayList<>();
        for (int n = 1; n <= upTo; n++) {
            rows.add(List.of(new Literal(n, DataType.Plain.INT)));
        }
        Scan scan =
                new Scan(
                        new ValuesSource(NUMBERS, rows),
                        List.of(FieldPath.of(0)),
                        List.of(),
                        Calc.identity(NUMBERS),
                        Optional.empty());
        Write write = new Write(results.sink(NUMBERS), new Flow(NUMBERS, Changes.APPEND));
        JobGraph graph =
                new JobGraph(
                        "numbers",
                        List.of(
                                new Vertex("numbers", scan, Spread.PARALLEL),
                                new Vertex("print", write, Spread.PARALLEL)),
                        List.of(new Edge(0, 0, 1, 0, new Exchange.Forward(), Changes.APPEND)),
                        SessionSettings.UTC);
        return new Answer.Job(
                graph, NUMBERS, Changes.APPEND, Answer.Order.ANY, () -> new Answer.Explanation("numbers", "numbers"));
    }

    @Override
    public void set(String key, String value) {
        settings.put(key, value);
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public List<String> tables() {
        return List.of("numbers");
    }

    @Override
    public List<String> columns(String table) {
        return List.of("n");
    }

    @Override
    public List<String> keywords() {
        return List.of("SELECT");
    }
}
