/// Sources that make rows up (Nexmark, random data) and the sinks that print or drop them.
@NullMarked
package io.millrace.connectors.generators;

import org.jspecify.annotations.NullMarked;
