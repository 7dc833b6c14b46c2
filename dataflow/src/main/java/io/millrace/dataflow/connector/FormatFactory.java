package io.millrace.dataflow.connector;

import java.util.List;

/**
 * Makes one format: what {@code 'format' = 'name'} names. Listed in {@code
 * META-INF/services/io.millrace.dataflow.connector.FormatFactory}; as light as a {@link ConnectorFactory}.
 */
public interface FormatFactory {

    /** The value of {@code 'format'}. */
    String name();

    /** One line for the reference page, without a full stop. */
    String doc();

    /** The options that it knows, each beginning with its name and a dot. */
    List<Option> options();

    /** The format for this table. */
    Format format(TableOptions table);
}
