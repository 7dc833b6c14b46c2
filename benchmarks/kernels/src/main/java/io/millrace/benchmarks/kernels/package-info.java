/** The engine's inner loops, measured with JMH beside the machine's memory. */
@NullMarked
package io.millrace.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
