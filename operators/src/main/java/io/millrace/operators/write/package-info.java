/// The end of a pipeline: sinks driven as operators.
@NullMarked
package io.millrace.operators.write;

import org.jspecify.annotations.NullMarked;
