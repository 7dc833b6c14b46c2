/// Aggregates over the rows around a row.
@NullMarked
package io.millrace.operators.over;

import org.jspecify.annotations.NullMarked;
