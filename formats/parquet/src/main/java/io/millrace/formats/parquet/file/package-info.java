/// What a Parquet file says of itself: footer, page headers and indexes, read and written.
@NullMarked
package io.millrace.formats.parquet.file;

import org.jspecify.annotations.NullMarked;
