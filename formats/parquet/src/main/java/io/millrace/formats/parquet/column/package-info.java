/// Columns of a row group: from pages to the columns of batches.
@NullMarked
package io.millrace.formats.parquet.column;

import org.jspecify.annotations.NullMarked;
