package io.millrace.formats.text;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Lease;
import io.millrace.data.Utf8;
import io.millrace.dataflow.connector.BadRecords.BadRecord;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.connector.Format.ReadRequest;
import io.millrace.dataflow.connector.FormatReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads text that is one record after another: a scanner finds as many records as make a batch, then each column is
 * decoded in one go. Rows with a value that does not fit their column are left out of the batch by a selection.
 */
final class RecordReader implements FormatReader {
    private static final int RAW_BYTES = 4096;
    private static final int SHOWN_BYTES = 80;
    private static final int GOOD = -1;

    /** In the place of a slot: it is the record, which is too long. */
    private static final int TOO_LONG = -2;

    private final Window window;
    private final Range range;
    private final RecordScanner scanner;
    private final Targets targets;
    private final ReadRequest request;
    private final Spans spans;

    /** For each row the first slot whose value did not fit. */
    private final int[] misfits = new int[Spans.STRIDE];

    private int misfitCount;
    private boolean ended;
    private byte[] scratch = new byte[256];

    /**
     * What the values become.
     *
     * @param labels what the columns are called in messages
     * @param types what the types are called in messages
     */
    record Targets(ValueReader[] readers, List<String> labels, List<String> types) {}

    /**
     * @param window stands at the first record of the range, or where a former reader of it stopped
     */
    RecordReader(Window window, Range range, RecordScanner scanner, Targets targets, ReadRequest request) {
        this.window = window;
        this.range = range;
        this.scanner = scanner;
        this.targets = targets;
        this.request = request;
        this.spans = new Spans(targets.readers().length);
        Arrays.fill(misfits, GOOD);
    }

    @Override
    public Optional<Batch> next() {
        while (!ended) {
            if (window.limit - window.from < window.capacity() / 4 && !window.isLast()) {
                window.fill();
            }
            if (window.from >= window.limit || position() >= range.end()) {
                ended = true;
                break;
            }
            spans.clear();
            // Records that begin within a batch's bytes: the window may have grown for a long one.
            int end = (int) Math.min(window.at(range.end()), (long) window.from + Batch.MAX_BYTES);
            int next = scanner.scan(window.data, window.from, window.limit, end, window.isLast(), spans);
            if (next == window.from) {
                readOn();
                continue;
            }
            Column[] columns = decode();
            markLong();
            reportBad();
            window.from = next;
            return batch(columns);
        }
        return Optional.empty();
    }

    @Override
    public void aim(int rows) {
        spans.most = Math.min(rows, Spans.STRIDE);
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public long position() {
        return window.position(window.from);
    }

    @Override
    public Optional<Record> record(int row) {
        BadRecord record = record(spans.recordStarts[row], spans.recordEnds[row], "", "");
        return Optional.of(new Record(record.position(), record.raw()));
    }

    @Override
    public void close() {
        for (ValueReader reader : targets.readers()) {
            reader.builder().close();
        }
    }

    /** The record in hand is longer than the window: more of it is read, up to the longest that is allowed. */
    private void readOn() {
        int most = request.services().maxRecordBytes();
        if (window.limit - window.from >= most) {
            long start = position();
            byte[] raw = Arrays.copyOfRange(window.data, window.from, window.from + Math.min(most, RAW_BYTES));
            request.bad().reject(new BadRecord(start, raw, "", tooLong()));
            window.skipLine();
            return;
        }
        if (window.from == 0 && window.limit == window.capacity()) {
            window.grow(most);
        }
        window.fill();
    }

    private String tooLong() {
        int most = request.services().maxRecordBytes();
        return "the record is longer than " + most + " bytes (raise 'max-record-bytes' if it should be)";
    }

    /** Records that are too long though the window holds them. */
    private void markLong() {
        int most = request.services().maxRecordBytes();
        for (int row = 0; most < window.capacity() && row < spans.count; row++) {
            if (spans.recordEnds[row] - spans.recordStarts[row] > most) {
                misfitCount += misfits[row] == GOOD ? 1 : 0;
                misfits[row] = TOO_LONG;
            }
        }
    }

    private Column[] decode() {
        Column[] columns = new Column[targets.readers().length];
        misfitCount = 0;
        for (int slot = 0; slot < columns.length; slot++) {
            ValueReader reader = targets.readers()[slot];
            reader.appendAll(
                    window.data, spans.values, slot * Spans.STRIDE, spans.count, new SlotMisfits(slot, reader));
            columns[slot] = reader.build();
        }
        return columns;
    }

    /** Notes what does not fit one column, and resolves its escapes. */
    private final class SlotMisfits implements ValueReader.Misfits {
        private final int slot;
        private final ValueReader reader;

        SlotMisfits(int slot, ValueReader reader) {
            this.slot = slot;
            this.reader = reader;
        }

        @Override
        public void misfit(int row) {
            if (misfits[row] == GOOD) {
                misfits[row] = slot;
                misfitCount++;
            }
        }

        @Override
        public void escaped(int row, int start, int end) {
            int length = resolve(start, end);
            if (length < 0 || !reader.appendTrimmed(scratch, 0, length)) {
                reader.builder().appendNull();
                misfit(row);
            }
        }
    }

    private int resolve(int start, int end) {
        if (scratch.length < end - start + Swar.PADDING) {
            scratch = new byte[2 * (end - start) + Swar.PADDING];
        }
        return scanner.escapes().resolve(window.data, start, end, scratch);
    }

    private void reportBad() {
        if (misfitCount == 0 && spans.faults.isEmpty()) {
            return;
        }
        List<BadRecord> bad = new ArrayList<>();
        for (Spans.Fault fault : spans.faults) {
            String label = fault.slot() == Spans.Fault.RECORD ? "" : targets.labels().get(fault.slot());
            bad.add(record(fault.start(), fault.end(), label, fault.reason()));
        }
        for (int row = 0; row < spans.count; row++) {
            int slot = misfits[row];
            if (slot != GOOD) {
                bad.add(
                        record(
                                spans.recordStarts[row],
                                spans.recordEnds[row],
                                slot == TOO_LONG ? "" : targets.labels().get(slot),
                                slot == TOO_LONG ? tooLong() : reason(row, slot)));
            }
        }
        bad.sort(Comparator.comparingLong(BadRecord::position));
        for (BadRecord record : bad) {
            request.bad().reject(record);
        }
    }

    private BadRecord record(int start, int end, String label, String reason) {
        int last = end;
        while (last > start && (window.data[last - 1] == '\n' || window.data[last - 1] == '\r')) {
            last--;
        }
        byte[] raw = Arrays.copyOfRange(window.data, start, Math.min(last, start + RAW_BYTES));
        return new BadRecord(window.position(start), raw, label, reason);
    }

    private String reason(int row, int slot) {
        long span = spans.values[slot * Spans.STRIDE + row];
        int start = Spans.start(span);
        int end = Spans.end(span);
        byte[] data = window.data;
        if (Spans.isEscaped(span)) {
            int length = resolve(start, end);
            if (length < 0) {
                return "an escape in it is wrong";
            }
            data = scratch;
            start = 0;
            end = length;
        }
        if (!Utf8.isValid(data, start, end)) {
            return "it is not UTF-8";
        }
        String text = new String(data, start, Math.min(end - start, SHOWN_BYTES), StandardCharsets.UTF_8);
        return "'"
                + text
                + (end - start > SHOWN_BYTES ? "..." : "")
                + "' is not a value of type "
                + targets.types().get(slot);
    }

    private Optional<Batch> batch(Column[] columns) {
        int rows = spans.count;
        int good = rows - misfitCount;
        if (good == 0) {
            for (Column column : columns) {
                column.release();
            }
            Arrays.fill(misfits, 0, rows, GOOD);
            return Optional.empty();
        }
        Batch all = Batch.of(rows, columns);
        if (misfitCount == 0) {
            return Optional.of(all);
        }
        int[] positions = new int[good];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (misfits[row] == GOOD) {
                positions[count++] = row;
            }
        }
        Arrays.fill(misfits, 0, rows, GOOD);
        Batch chosen = all.select(positions, good, Lease.UNPOOLED);
        all.release();
        return Optional.of(chosen);
    }
}
