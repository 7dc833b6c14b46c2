package io.millrace.formats.text;

/** Finds the wanted values in lines of which each is a JSON object. What nobody wants is passed over. */
final class JsonScanner implements RecordScanner {
    private static final int BAD = JsonSyntax.BAD;

    private final JsonSyntax syntax = new JsonSyntax();
    private final JsonShape shape;
    private final MissingMembers missing;
    private final byte[] key = new byte[1024];
    private String reason = "";

    /** What a member that is not there means. */
    enum MissingMembers {
        NULL,
        ERROR
    }

    JsonScanner(JsonShape shape, MissingMembers missing) {
        this.shape = shape;
        this.missing = missing;
    }

    @Override
    public Escapes escapes() {
        return JsonSyntax::unescape;
    }

    @Override
    public int scan(byte[] data, int from, int limit, int stop, boolean last, Spans spans) {
        int at = from;
        int end = Math.min(limit, stop);
        while (at < end && spans.count + spans.faults.size() < spans.most) {
            int line = Swar.find(data, at, limit, (byte) '\n');
            if (line < 0 && !last) {
                break;
            }
            int recordEnd = line < 0 ? limit : line;
            int next = line < 0 ? limit : line + 1;
            record(data, at, recordEnd, next, spans);
            at = next;
        }
        return at;
    }

    private void record(byte[] data, int start, int end, int next, Spans spans) {
        int at = JsonSyntax.space(data, start, end);
        if (at == end) {
            return;
        }
        int row = spans.count;
        for (int slot = 0; slot < spans.slots(); slot++) {
            spans.values[slot * Spans.STRIDE + row] = missing == MissingMembers.NULL ? Spans.NULL : Spans.MISSING;
        }
        reason = "it is not a JSON object on one line";
        int close = data[at] == '{' ? object(data, at + 1, end, shape, row, spans) : BAD;
        if (close != BAD && JsonSyntax.space(data, close, end) != end) {
            reason = "something follows the JSON object on its line";
            close = BAD;
        }
        int absent = close == BAD || missing == MissingMembers.NULL ? -1 : firstMissing(row, spans);
        if (close == BAD || absent >= 0) {
            int slot = close == BAD ? Spans.Fault.RECORD : absent;
            spans.faults.add(new Spans.Fault(start, next, slot, close == BAD ? reason : "the field is missing"));
            return;
        }
        spans.endRecord(start, next);
    }

    private static int firstMissing(int row, Spans spans) {
        for (int slot = 0; slot < spans.slots(); slot++) {
            if (spans.values[slot * Spans.STRIDE + row] == Spans.MISSING) {
                return slot;
            }
        }
        return -1;
    }

    /** Reads the members of an object; the byte after it. */
    private int object(byte[] data, int from, int end, JsonShape wanted, int row, Spans spans) {
        wanted.begin();
        int at = JsonSyntax.space(data, from, end);
        if (at < end && data[at] == '}') {
            return at + 1;
        }
        while (at < end && data[at] == '"') {
            int close = syntax.stringEnd(data, at + 1, end);
            if (close == BAD) {
                return BAD;
            }
            int member =
                    syntax.isEscaped() ? findEscaped(data, at + 1, close, wanted) : wanted.find(data, at + 1, close);
            int colon = JsonSyntax.space(data, close + 1, end);
            if (colon >= end || data[colon] != ':') {
                return BAD;
            }
            at = JsonSyntax.space(data, colon + 1, end);
            if (at < end) {
                at = member < 0 ? syntax.valueEnd(data, at, end) : value(data, at, end, wanted, member, row, spans);
            }
            at = at == BAD ? end : JsonSyntax.space(data, at, end);
            if (at >= end || data[at] != ',') {
                return at < end && data[at] == '}' ? at + 1 : BAD;
            }
            at = JsonSyntax.space(data, at + 1, end);
        }
        return BAD;
    }

    /** Notes where a wanted value is; the byte after it. */
    private int value(byte[] data, int at, int end, JsonShape wanted, int member, int row, Spans spans) {
        JsonShape inner = wanted.shape(member);
        int slot = wanted.slot(member);
        int after;
        if (inner != null) {
            after = inner(data, at, end, inner, row, spans);
        } else {
            after = syntax.valueEnd(data, at, end);
        }
        if (after == BAD || slot == JsonShape.NO_SLOT) {
            return after;
        }
        long span;
        if (data[at] == '"') {
            span = inner == null && syntax.isEscaped() ? Spans.escaped(at + 1, after - 1) : Spans.of(at + 1, after - 1);
        } else {
            span = data[at] == 'n' ? Spans.NULL : Spans.of(at, after);
        }
        spans.values[slot * Spans.STRIDE + row] = span;
        return after;
    }

    private int inner(byte[] data, int at, int end, JsonShape inner, int row, Spans spans) {
        if (data[at] == '{') {
            return object(data, at + 1, end, inner, row, spans);
        }
        if (data[at] == 'n') {
            inner.forEachSlot(slot -> spans.values[slot * Spans.STRIDE + row] = Spans.NULL);
            return JsonSyntax.scalarEnd(data, at, end);
        }
        reason = "a field that should be an object is none";
        return BAD;
    }

    private int findEscaped(byte[] data, int start, int end, JsonShape wanted) {
        if (end - start > key.length) {
            return -1;
        }
        int length = JsonSyntax.unescape(data, start, end, key);
        return length < 0 ? -1 : wanted.find(key, 0, length);
    }
}
