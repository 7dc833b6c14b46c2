/// What the process of every engine shares: the request it is started with, the meter of its run, the folding sink, its
/// report.
@NullMarked
package io.millrace.benchmarks.run;

import org.jspecify.annotations.NullMarked;
