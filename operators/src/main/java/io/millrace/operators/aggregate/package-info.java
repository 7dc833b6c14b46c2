/// Aggregation by key: specs, aggregate functions and their state.
@NullMarked
package io.millrace.operators.aggregate;

import org.jspecify.annotations.NullMarked;
