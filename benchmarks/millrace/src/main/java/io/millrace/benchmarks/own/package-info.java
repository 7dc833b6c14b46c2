/// Millrace over the event log, into the folding sink.
@NullMarked
package io.millrace.benchmarks.own;

import org.jspecify.annotations.NullMarked;
