package io.millrace.dataflow.lineage;

import io.millrace.data.Schema;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What an operator's state and its outputs mean, given what its inputs do. */
public record Meaning(StateMeaning state, List<Relation> outputs) {

    public Meaning {
        outputs = List.copyOf(outputs);
    }

    /** An operator that keeps nothing. */
    public static Meaning stateless(Relation output) {
        return new Meaning(StateMeaning.none(), List.of(output));
    }

    public static Meaning of(StateMeaning state, Relation output) {
        return new Meaning(state, List.of(output));
    }

    /** An operator of which nothing is known but that equal ones do the same. */
    public static Meaning opaque(OperatorSpec spec, List<Relation> inputs) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("operator", spec.toString()));
        inputs.forEach(input -> parts.add(new Part("columns", input.columns().toString())));
        StateMeaning state = new StateMeaning(Kind.STATE, spec.describe(), parts, inputs, Optional.empty());
        List<Relation> outputs = new ArrayList<>();
        for (int port = 0; port < spec.outputs().size(); port++) {
            Schema schema = spec.outputs().get(port);
            String base = "output " + port + " of " + state.hash();
            outputs.add(
                    Relation.of(
                            base,
                            IntStream.range(0, schema.size()).mapToObj(column -> "$" + column + "@" + base).toList()));
        }
        return new Meaning(state, outputs);
    }
}
