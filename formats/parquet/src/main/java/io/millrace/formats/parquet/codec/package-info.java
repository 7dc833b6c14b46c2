/// How pages are compressed.
@NullMarked
package io.millrace.formats.parquet.codec;

import org.jspecify.annotations.NullMarked;
