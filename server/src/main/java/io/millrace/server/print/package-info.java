/// Results on their way to a person or a pipe: sinks, printers, and the forms that rows are printed in.
@NullMarked
package io.millrace.server.print;

import org.jspecify.annotations.NullMarked;
