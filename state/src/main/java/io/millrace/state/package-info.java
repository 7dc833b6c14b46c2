/// Keyed tables, snapshots and checkpoint files; does not know operators, tasks or the checkpoint protocol.
@NullMarked
package io.millrace.state;

import org.jspecify.annotations.NullMarked;
