/// The vocabulary everything else is written in: operators, output, signals, state, expressions, sources, sinks, the
/// job graph and the five doors.
@NullMarked
package io.millrace.dataflow;

import org.jspecify.annotations.NullMarked;
