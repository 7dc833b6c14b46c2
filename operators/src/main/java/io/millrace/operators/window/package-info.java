/// Windows of time: assignment and aggregation.
@NullMarked
package io.millrace.operators.window;

import org.jspecify.annotations.NullMarked;
