/// CSV and JSON lines: bytes to batches and back.
@NullMarked
package io.millrace.formats.text;

import org.jspecify.annotations.NullMarked;
