package io.millrace.connectors.generators.datagen;

import io.millrace.data.Schema;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** Made-up rows. Of n splits, split i has the rows whose number leaves i when divided by n. */
record DatagenSource(Schema schema, List<FieldSpec> fields, Extent extent) implements Source {

    DatagenSource {
        fields = List.copyOf(fields);
    }

    /** How many rows there are, and how many a second. */
    record Extent(long seed, long rows, double rowsPerSecond) {
        static final long ENDLESS = Long.MAX_VALUE;
    }

    @Override
    public Boundedness boundedness() {
        return extent.rows() == Extent.ENDLESS ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator enumerator(EnumeratorContext context) {
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < context.parallelism(); i++) {
            splits.add(new Split(i + "/" + context.parallelism(), i + " " + context.parallelism()));
        }
        return Source.fixed(splits, context);
    }

    @Override
    public SplitReader reader(ReaderContext context) {
        return new DatagenReader(this, context);
    }

    @Override
    public String identity() {
        return "datagen " + extent.seed();
    }

    @Override
    public String describe() {
        return "datagen" + (extent.rows() == Extent.ENDLESS ? "" : " " + extent.rows() + " rows");
    }
}
