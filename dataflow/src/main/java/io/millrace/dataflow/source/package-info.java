/// Tables outside, to be read in splits.
@NullMarked
package io.millrace.dataflow.source;

import org.jspecify.annotations.NullMarked;
