/// Measurements side by side with other engines; ships nothing.
@NullMarked
package io.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
