/// Operators that look at one row at a time.
@NullMarked
package io.millrace.operators.calc;

import org.jspecify.annotations.NullMarked;
