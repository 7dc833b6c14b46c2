package io.millrace.sql.catalog;

/** A user's function: the class that holds its {@code eval} methods, or public static methods named like it. */
public record FunctionDefinition(String name, String className) {}
