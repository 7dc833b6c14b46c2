/// The five doors to the world: what is outside comes in through these, so that it can be simulated.
@NullMarked
package io.millrace.dataflow.doors;

import org.jspecify.annotations.NullMarked;
