/// Sinks that show rows or drop them.
@NullMarked
package io.millrace.connectors.generators.sinks;

import org.jspecify.annotations.NullMarked;
