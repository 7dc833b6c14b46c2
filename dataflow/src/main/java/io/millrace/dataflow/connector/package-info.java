/// How connectors and formats are found by name and made from the options of a table.
@NullMarked
package io.millrace.dataflow.connector;

import org.jspecify.annotations.NullMarked;
