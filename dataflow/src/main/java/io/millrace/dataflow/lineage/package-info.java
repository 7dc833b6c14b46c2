/// What streams and state mean, whatever the plan that makes them looks like: by this a changed query finds its state.
@NullMarked
package io.millrace.dataflow.lineage;

import org.jspecify.annotations.NullMarked;
