/// The operator library and the evaluation of expressions; does not know who drives it or which store keeps its state.
@NullMarked
package io.millrace.operators;

import org.jspecify.annotations.NullMarked;
