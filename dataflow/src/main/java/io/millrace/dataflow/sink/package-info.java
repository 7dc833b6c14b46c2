/// Tables outside, to be written.
@NullMarked
package io.millrace.dataflow.sink;

import org.jspecify.annotations.NullMarked;
