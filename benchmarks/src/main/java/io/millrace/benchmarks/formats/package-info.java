/// How fast formats are read, on one core.
@NullMarked
package io.millrace.benchmarks.formats;

import org.jspecify.annotations.NullMarked;
