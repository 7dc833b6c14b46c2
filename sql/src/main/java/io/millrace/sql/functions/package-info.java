/// The functions that a script may call: their names, operands and result types.
@NullMarked
package io.millrace.sql.functions;

import org.jspecify.annotations.NullMarked;
