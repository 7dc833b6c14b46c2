/// Operators with models that say what they should give, for the verifier.
@NullMarked
package io.millrace.testing.operators;

import org.jspecify.annotations.NullMarked;
