package io.millrace.dataflow.connector;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.Source;
import java.util.List;

/**
 * Makes the sources and sinks of one connector: what {@code 'connector' = 'name'} names. Listed in {@code
 * META-INF/services/io.millrace.dataflow.connector.ConnectorFactory} and found through {@link Connectors}. Every
 * factory is made whenever one is looked for, so its constructor does nothing, and it loads what it makes only when
 * asked to.
 *
 * <p>Options were checked against {@link #options} before a table reaches a factory: none is unknown, those required
 * are there. What else is wrong with them is a {@code MillraceException} of kind USER.
 */
public interface ConnectorFactory {

    /** The value of {@code 'connector'}. */
    String name();

    /** One line for the reference page, without a full stop. */
    String doc();

    /** The options that it knows, {@code connector} and those of formats apart. */
    List<Option> options();

    /** Whether it reads and writes through a format, whose options its tables then have too. */
    default boolean usesFormat() {
        return false;
    }

    /** What it knows beside its rows and can give as columns {@code METADATA FROM 'name'}. */
    default List<String> metadata() {
        return List.of();
    }

    /** A source that reads this table. */
    default Source source(TableOptions table) {
        throw MillraceException.user(
                "not-readable", "Table " + table.name() + " cannot be read: connector '" + name() + "' only writes");
    }

    /** A sink that writes this table. */
    default Sink sink(TableOptions table) {
        throw MillraceException.user(
                "not-writable", "Table " + table.name() + " cannot be written: connector '" + name() + "' only reads");
    }

    /** The columns of a table that was declared without any. */
    default Schema infer(TableOptions table) {
        throw MillraceException.user(
                "columns-missing",
                "Table " + table.name() + " needs columns: connector '" + name() + "' cannot tell them from its data");
    }
}
