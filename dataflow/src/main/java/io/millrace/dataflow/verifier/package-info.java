/// The operator verifier: drives any operator as a hostile runtime would, and compares what it gives. For tests of
/// operators and connectors, in this project and outside of it.
@NullMarked
package io.millrace.dataflow.verifier;

import org.jspecify.annotations.NullMarked;
