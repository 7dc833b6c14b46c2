/** How expressions become code, measured. */
@NullMarked
package io.millrace.benchmarks.expression;

import org.jspecify.annotations.NullMarked;
