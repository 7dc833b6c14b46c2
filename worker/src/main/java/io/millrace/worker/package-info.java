/// The data plane: workers step tasks, which are chains of operators behind gates; knows no concrete operator or
/// connector.
@NullMarked
package io.millrace.worker;

import org.jspecify.annotations.NullMarked;
