/// Test support: the simulator, oracles, golden files and the tests that guard the walls between modules; ships
/// nothing.
@NullMarked
package io.millrace.testing;

import org.jspecify.annotations.NullMarked;
