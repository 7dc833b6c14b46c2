/// Runs whole jobs on one thread by seed, with crashes, and compares what they committed with what they should have.
@NullMarked
package io.millrace.testing.simulation;

import org.jspecify.annotations.NullMarked;
