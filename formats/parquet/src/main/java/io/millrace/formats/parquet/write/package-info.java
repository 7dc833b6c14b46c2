/// From the columns of batches to pages and row groups.
@NullMarked
package io.millrace.formats.parquet.write;

import org.jspecify.annotations.NullMarked;
