package io.millrace.dataflow.source;

/**
 * A part of a source that one reader reads in order.
 *
 * @param id unique in its source, the same whenever the source is opened; one line
 * @param descriptor what a reader must know, in a form of the connector's own
 */
public record Split(String id, String descriptor) {}
