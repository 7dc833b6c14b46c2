package io.millrace.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables, views and functions of one session. Names of tables and views heed case, those of functions do not. One
 * thread.
 */
public final class Catalog {
    private final TreeMap<String, CatalogObject> objects = new TreeMap<>();
    private final TreeMap<String, FunctionDefinition> functions = new TreeMap<>();

    public Optional<CatalogObject> object(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    public Collection<CatalogObject> objects() {
        return List.copyOf(objects.values());
    }

    public void put(CatalogObject object) {
        objects.put(object.name(), object);
    }

    public void dropObject(String name) {
        objects.remove(name);
    }

    public Optional<FunctionDefinition> function(String name) {
        return Optional.ofNullable(functions.get(key(name)));
    }

    public List<FunctionDefinition> functions() {
        return new ArrayList<>(functions.values());
    }

    public void put(FunctionDefinition function) {
        functions.put(key(function.name()), function);
    }

    public void dropFunction(String name) {
        functions.remove(key(name));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
