/// The control plane as pure machines: it decides, and replays what it decided; sees neither batches nor threads.
@NullMarked
package io.millrace.coordinator;

import org.jspecify.annotations.NullMarked;
