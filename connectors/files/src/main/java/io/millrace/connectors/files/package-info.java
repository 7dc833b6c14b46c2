/// Sources and sinks over files and folders.
@NullMarked
package io.millrace.connectors.files;

import org.jspecify.annotations.NullMarked;
