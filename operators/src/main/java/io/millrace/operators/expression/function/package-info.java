/** The functions of SQL as static Java methods, and the table that finds them by name. */
@NullMarked
package io.millrace.operators.expression.function;

import org.jspecify.annotations.NullMarked;
