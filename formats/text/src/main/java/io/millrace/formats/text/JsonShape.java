package io.millrace.formats.text;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which members of an object are wanted: as a value of a slot, as an object with wanted members of its own, or as both.
 */
final class JsonShape {
    static final int NO_SLOT = -1;

    private final List<byte[]> names = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();
    private final List<@Nullable JsonShape> shapes = new ArrayList<>();

    /** Members mostly come in the order in which they are wanted, so the one after the last found is tried first. */
    private int expected;

    private final DataType.Row type;

    private JsonShape(DataType.Row type) {
        this.type = type;
    }

    static JsonShape of(Schema schema, List<FieldPath> paths) {
        JsonShape root = new JsonShape(new DataType.Row(schema.fields()));
        for (int slot = 0; slot < paths.size(); slot++) {
            root.add(paths.get(slot).indices(), slot);
        }
        return root;
    }

    /** The member with this name, or −1. */
    int find(byte[] data, int start, int end) {
        int count = names.size();
        if (expected < count && is(expected, data, start, end)) {
            return expected++;
        }
        for (int member = 0; member < count; member++) {
            if (is(member, data, start, end)) {
                expected = member + 1;
                return member;
            }
        }
        return -1;
    }

    /** An object begins. */
    void begin() {
        expected = 0;
    }

    int slot(int member) {
        return slots.get(member);
    }

    /** The wanted members of this member, or null where it is not looked into. */
    @Nullable JsonShape shape(int member) {
        return shapes.get(member);
    }

    /** All slots of members, inner ones included. */
    void forEachSlot(IntConsumer action) {
        for (int member = 0; member < names.size(); member++) {
            JsonShape inner = shapes.get(member);
            if (inner != null) {
                inner.forEachSlot(action);
            }
            if (slots.get(member) != NO_SLOT) {
                action.accept(slots.get(member));
            }
        }
    }

    private boolean is(int member, byte[] data, int start, int end) {
        byte[] name = names.get(member);
        return name.length == end - start && Arrays.equals(name, 0, name.length, data, start, end);
    }

    private void add(List<Integer> path, int slot) {
        Field field = type.fields().get(path.getFirst());
        byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
        int member = find(name, 0, name.length);
        if (member < 0) {
            member = names.size();
            names.add(name);
            slots.add(NO_SLOT);
            shapes.add(null);
        }
        if (path.size() == 1) {
            slots.set(member, slot);
            return;
        }
        JsonShape inner = shapes.get(member);
        if (inner == null) {
            inner = new JsonShape((DataType.Row) field.type());
            shapes.set(member, inner);
        }
        inner.add(path.subList(1, path.size()), slot);
    }
}
