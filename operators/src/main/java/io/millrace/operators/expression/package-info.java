/** The evaluation of expressions over batches: trees in, one fused loop out. */
@NullMarked
package io.millrace.operators.expression;

import org.jspecify.annotations.NullMarked;
