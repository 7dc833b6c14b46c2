/// Starts engines in alternation, each run in a process of its own, compares their results and sums their figures up.
@NullMarked
package io.millrace.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
