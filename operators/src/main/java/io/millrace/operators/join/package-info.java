/// Joins of two inputs.
@NullMarked
package io.millrace.operators.join;

import org.jspecify.annotations.NullMarked;
