/// Parquet: pages to batches and back.
@NullMarked
package io.millrace.formats.parquet;

import org.jspecify.annotations.NullMarked;
