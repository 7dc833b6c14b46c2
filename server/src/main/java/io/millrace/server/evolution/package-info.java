/// A changed query and the checkpoint of the one before: which state is found again, which begins empty, which is
/// dropped.
@NullMarked
package io.millrace.server.evolution;

import org.jspecify.annotations.NullMarked;
