package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.dataflow.sink.SinkWriter;
import java.util.List;

/**
 * Hands rows to a printer as they come: they are shown before any checkpoint holds them, and after a crash are shown
 * again.
 */
final class DirectWriter implements SinkWriter {
    private final Printer printer;

    DirectWriter(Printer printer) {
        this.printer = printer;
    }

    @Override
    public void recover(List<String> tickets) {}

    @Override
    public void write(Batch batch, int from) {
        if (from < batch.size()) {
            printer.put(printer.portion(batch, from));
        }
    }

    @Override
    public List<String> prepare(long barrier) {
        return List.of();
    }

    @Override
    public void commit(List<String> tickets) {}

    @Override
    public void close() {}
}
