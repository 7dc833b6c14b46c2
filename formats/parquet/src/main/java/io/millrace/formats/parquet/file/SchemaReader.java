package io.millrace.formats.parquet.file;

import io.millrace.formats.parquet.file.Annotation.Unit;
import io.millrace.formats.parquet.file.Node.Level;
import io.millrace.formats.parquet.file.Node.Repetition;
import java.util.ArrayList;
import java.util.List;

/** Makes the tree of columns of the footer's list, which has each group before what is inside it. */
final class SchemaReader {
    private static final int MAX_DEPTH = 48;

    private final List<Element> elements;
    private int at;
    private int leaves;

    /** An element of the list, as it is stored. */
    private static final class Element {
        private int type = -1;
        private int length;
        private int repetition;
        private String name = "";
        private int children;
        private int converted = -1;
        private int scale;
        private int precision;
        private Annotation logical = Annotation.NONE;
        private boolean annotated;
    }

    private SchemaReader(List<Element> elements) {
        this.elements = elements;
    }

    /** Reads the list in hand. */
    static Node read(CompactReader reader) {
        int count = reader.list();
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(element(reader));
        }
        return new SchemaReader(elements).root();
    }

    private Node root() {
        if (elements.isEmpty()) {
            throw Damage.of("it names no columns");
        }
        Element root = elements.get(at++);
        return new Node(
                root.name,
                new Level(Repetition.REQUIRED, 0, 0),
                Annotation.NONE,
                new Node.Group(children(root, new Level(Repetition.REQUIRED, 0, 0), 0)));
    }

    private List<Node> children(Element parent, Level level, int depth) {
        if (depth > MAX_DEPTH) {
            throw Damage.of("its columns are nested too deeply");
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < parent.children; i++) {
            nodes.add(node(level, depth));
        }
        return nodes;
    }

    private Node node(Level above, int depth) {
        Element element = elements.get(at++);
        Repetition repetition = Repetition.values()[element.repetition];
        Level level =
                new Level(
                        repetition,
                        above.definition() + (repetition == Repetition.REQUIRED ? 0 : 1),
                        above.repeat() + (repetition == Repetition.REPEATED ? 1 : 0));
        Annotation annotation = element.annotated ? element.logical : converted(element);
        if (element.children > 0 || element.type < 0) {
            return new Node(element.name, level, annotation, new Node.Group(children(element, level, depth + 1)));
        }
        return new Node(
                element.name, level, annotation, new Node.Leaf(Physical.of(element.type), element.length, leaves++));
    }

    private static Element element(CompactReader reader) {
        Element element = new Element();
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> element.type = reader.i32();
                case 2 -> element.length = reader.i32();
                case 3 -> element.repetition = reader.i32();
                case 4 -> element.name = reader.text();
                case 5 -> element.children = reader.i32();
                case 6 -> element.converted = reader.i32();
                case 7 -> element.scale = reader.i32();
                case 8 -> element.precision = reader.i32();
                case 10 -> logical(reader, element);
                default -> reader.skip();
            }
        }
        return element;
    }

    private static void logical(CompactReader reader, Element element) {
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            element.annotated = true;
            switch (id) {
                case 1, 4, 12 -> element.logical = skipped(reader, new Annotation.Text());
                case 2 -> element.logical = skipped(reader, new Annotation.Mapping());
                case 3 -> element.logical = skipped(reader, new Annotation.Sequence());
                case 5 -> element.logical = decimal(reader);
                case 6 -> element.logical = skipped(reader, new Annotation.Date());
                case 7, 8 -> element.logical = time(reader, id == 8);
                case 10 -> element.logical = whole(reader);
                case 14 -> element.logical = skipped(reader, new Annotation.Uuid());
                case 15 -> element.logical = skipped(reader, new Annotation.Half());
                default -> {
                    reader.skip();
                    element.annotated = false;
                }
            }
        }
    }

    private static Annotation skipped(CompactReader reader, Annotation annotation) {
        reader.skip();
        return annotation;
    }

    private static Annotation decimal(CompactReader reader) {
        int scale = 0;
        int precision = 0;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> scale = reader.i32();
                case 2 -> precision = reader.i32();
                default -> reader.skip();
            }
        }
        return new Annotation.Decimal(precision, scale);
    }

    private static Annotation whole(CompactReader reader) {
        int bits = Integer.SIZE;
        boolean signed = true;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> bits = reader.i32();
                case 2 -> signed = reader.bool();
                default -> reader.skip();
            }
        }
        return new Annotation.Whole(bits, signed);
    }

    private static Annotation time(CompactReader reader, boolean dated) {
        boolean utc = true;
        Unit unit = Unit.MILLIS;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            switch (id) {
                case 1 -> utc = reader.bool();
                case 2 -> unit = unit(reader);
                default -> reader.skip();
            }
        }
        return dated ? new Annotation.Timestamp(unit, utc) : new Annotation.TimeOfDay(unit);
    }

    private static Unit unit(CompactReader reader) {
        Unit unit = Unit.MILLIS;
        reader.begin();
        for (int id = reader.next(); id != CompactReader.STOP; id = reader.next()) {
            unit = Unit.values()[id - 1];
            reader.skip();
        }
        return unit;
    }

    /** What older writers say, by one number. */
    private static Annotation converted(Element element) {
        return switch (element.converted) {
            case 0, 4, 19 -> new Annotation.Text();
            case 1, 2 -> new Annotation.Mapping();
            case 3 -> new Annotation.Sequence();
            case 5 -> new Annotation.Decimal(element.precision, element.scale);
            case 6 -> new Annotation.Date();
            case 7 -> new Annotation.TimeOfDay(Unit.MILLIS);
            case 8 -> new Annotation.TimeOfDay(Unit.MICROS);
            case 9 -> new Annotation.Timestamp(Unit.MILLIS, true);
            case 10 -> new Annotation.Timestamp(Unit.MICROS, true);
            case 11, 12, 13, 14 -> new Annotation.Whole(8 << (element.converted - 11), false);
            case 15, 16, 17, 18 -> new Annotation.Whole(8 << (element.converted - 15), true);
            default -> Annotation.NONE;
        };
    }
}
