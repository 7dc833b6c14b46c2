/// The assembly: configuration, the command line and the embedded engine; alone in choosing implementations.
@NullMarked
package io.millrace.server;

import org.jspecify.annotations.NullMarked;
