/// State as tables of columns: what operators declare, and what the runtime snapshots.
@NullMarked
package io.millrace.dataflow.state;

import org.jspecify.annotations.NullMarked;
