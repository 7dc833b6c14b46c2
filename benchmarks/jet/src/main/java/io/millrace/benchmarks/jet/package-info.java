/// Hazelcast Jet, embedded in a JVM of its own, over the event log and into the folding sink.
@NullMarked
package io.millrace.benchmarks.jet;

import org.jspecify.annotations.NullMarked;
