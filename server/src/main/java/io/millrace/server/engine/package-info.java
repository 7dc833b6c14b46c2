/// The embedded engine: a job master and its workers in one JVM.
@NullMarked
package io.millrace.server.engine;

import org.jspecify.annotations.NullMarked;
