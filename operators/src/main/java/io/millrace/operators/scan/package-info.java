/// Sources and how their splits are read.
@NullMarked
package io.millrace.operators.scan;

import org.jspecify.annotations.NullMarked;
