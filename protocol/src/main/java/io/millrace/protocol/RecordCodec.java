package io.millrace.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.data.MillraceException;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON and back: plans and checkpoints are trees of records, enums, lists, sets, maps, optionals, texts and
 * numbers, and nothing else. Every record is an object whose {@code @} names its class; enums and the other values that
 * JSON does not tell apart are objects of one field whose name begins with {@code @}. Only classes of this project are
 * ever made.
 */
public final class RecordCodec {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String PACKAGE = "io.millrace.";

    /** What is read of each record, looked up once. */
    private static final ClassValue<Method[]> ACCESSORS =
            new ClassValue<>() {
                @Override
                protected Method[] computeValue(Class<?> type) {
                    RecordComponent[] components = type.getRecordComponents();
                    Method[] accessors = new Method[components.length];
                    for (int i = 0; i < components.length; i++) {
                        accessors[i] = components[i].getAccessor();
                        accessors[i].setAccessible(true);
                    }
                    return accessors;
                }
            };

    private RecordCodec() {}

    public static String encode(Record value) {
        return encode(value, Known.NOTHING);
    }

    /** As above; where the known part occurs in the value, its text is taken as it is. */
    public static String encode(Record value, Known known) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            write(json, value, known);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString();
    }

    /** A record that is encoded again and again as part of others, and its text. */
    public static final class Known {
        private static final Known NOTHING = new Known();

        private final @Nullable Record part;
        private final String text;

        private Known() {
            this.part = null;
            this.text = "";
        }

        public Known(Record part) {
            this.part = part;
            this.text = RecordCodec.encode(part);
        }

        /** Whether it stands for this very object. */
        public boolean isOf(Record value) {
            return value == part;
        }
    }

    /**
     * @throws MillraceException of kind EXTERNAL where the text is not what {@link #encode} wrote for this class
     */
    public static <T extends Record> T decode(String text, Class<T> type) {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            return type.cast(required(read(json)));
        } catch (IOException | ReflectiveOperationException | ClassCastException | IllegalArgumentException e) {
            throw MillraceException.external(
                    "unreadable-record", "not a readable " + type.getSimpleName() + ": " + e, e);
        }
    }

    private static void write(JsonGenerator json, @Nullable Object value, Known known) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean bool -> json.writeBoolean(bool);
            case Integer number -> json.writeNumber(number);
            case Byte number -> tagged(json, "@byte", number.toString());
            case Short number -> tagged(json, "@short", number.toString());
            case Long number -> tagged(json, "@long", number.toString());
            case Character character -> tagged(json, "@char", character.toString());
            case Float number -> tagged(json, "@float", number.toString());
            case Double number -> tagged(json, "@double", number.toString());
            case BigDecimal number -> tagged(json, "@decimal", number.toString());
            case Path path -> tagged(json, "@path", path.toString());
            case ZoneId zone -> tagged(json, "@zone", zone.getId());
            case Enum<?> constant -> tagged(json, "@enum", name(constant.getDeclaringClass()) + "#" + constant.name());
            case Optional<?> optional -> {
                json.writeStartObject();
                json.writeFieldName("@optional");
                write(json, optional.orElse(null), known);
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(json, element, known);
                }
                json.writeEndArray();
            }
            case Set<?> set -> {
                json.writeStartObject();
                json.writeFieldName("@set");
                write(json, List.copyOf(set), known);
                json.writeEndObject();
            }
            case Map<?, ?> map -> writeMap(json, map, known);
            case Record record when known.isOf(record) -> json.writeRawValue(known.text);
            case Record record -> writeRecord(json, record, known);
            default -> throw MillraceException.internal("no JSON for " + value.getClass());
        }
    }

    private static void tagged(JsonGenerator json, String tag, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField(tag, value);
        json.writeEndObject();
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map, Known known) throws IOException {
        json.writeStartObject();
        json.writeFieldName("@map");
        json.writeStartArray();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(json, entry.getKey(), known);
            write(json, entry.getValue(), known);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeRecord(JsonGenerator json, Record record, Known known) throws IOException {
        json.writeStartObject();
        json.writeStringField("@", name(record.getClass()));
        for (Method accessor : ACCESSORS.get(record.getClass())) {
            json.writeFieldName(accessor.getName());
            try {
                write(json, accessor.invoke(record), known);
            } catch (ReflectiveOperationException e) {
                throw MillraceException.internal("cannot read " + accessor + ": " + e);
            }
        }
        json.writeEndObject();
    }

    private static String name(Class<?> type) {
        if (!type.getName().startsWith(PACKAGE)) {
            throw MillraceException.internal("no JSON for the foreign " + type);
        }
        return type.getName().substring(PACKAGE.length());
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    private static @Nullable Object read(JsonParser json) throws IOException, ReflectiveOperationException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NUMBER_INT -> json.getIntValue();
            case START_ARRAY -> readList(json);
            case START_OBJECT -> readObject(json);
            default -> throw new IllegalArgumentException("unexpected " + json.currentToken());
        };
    }

    private static List<@Nullable Object> readList(JsonParser json) throws IOException, ReflectiveOperationException {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(json));
        }
        return list;
    }

    private static Object readObject(JsonParser json) throws IOException, ReflectiveOperationException {
        json.nextToken();
        String tag = json.currentName();
        json.nextToken();
        if (tag.equals("@")) {
            return readRecord(json, type(json.getText()));
        }
        Object value = read(json);
        if (json.nextToken() != JsonToken.END_OBJECT) {
            throw new IllegalArgumentException(tag + " has more than one value");
        }
        return switch (tag) {
            case "@optional" -> Optional.ofNullable(value);
            case "@set" -> new LinkedHashSet<>((List<?>) required(value));
            case "@map" -> map((List<?>) required(value));
            default -> scalar(tag, (String) required(value));
        };
    }

    private static Object scalar(String tag, String text) throws ReflectiveOperationException {
        return switch (tag) {
            case "@byte" -> Byte.valueOf(text);
            case "@short" -> Short.valueOf(text);
            case "@long" -> Long.valueOf(text);
            case "@char" -> text.charAt(0);
            case "@float" -> Float.valueOf(text);
            case "@double" -> Double.valueOf(text);
            case "@decimal" -> new BigDecimal(text);
            case "@path" -> Path.of(text);
            case "@zone" -> ZoneId.of(text);
            case "@enum" -> constant(text);
            default -> throw new IllegalArgumentException("unknown tag " + tag);
        };
    }

    private static Object constant(String text) throws ReflectiveOperationException {
        int hash = text.indexOf('#');
        for (Object constant : type(text.substring(0, hash)).getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text.substring(hash + 1))) {
                return constant;
            }
        }
        throw new IllegalArgumentException("unknown constant " + text);
    }

    private static Map<Object, Object> map(List<?> entries) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i += 2) {
            map.put(required(entries.get(i)), required(entries.get(i + 1)));
        }
        return map;
    }

    private static Object required(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("a value is missing");
        }
        return value;
    }

    private static Object readRecord(JsonParser json, Class<?> type) throws IOException, ReflectiveOperationException {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type + " is not a record");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            values.put(name, read(json));
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            if (!values.containsKey(components[i].getName())) {
                throw new IllegalArgumentException(type.getSimpleName() + " lacks " + components[i].getName());
            }
            arguments[i] = values.get(components[i].getName());
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }
}
