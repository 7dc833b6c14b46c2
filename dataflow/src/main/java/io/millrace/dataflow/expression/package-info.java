/// Scalar expressions as data.
@NullMarked
package io.millrace.dataflow.expression;

import org.jspecify.annotations.NullMarked;
