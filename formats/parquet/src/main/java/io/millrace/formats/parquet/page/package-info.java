/// How values lie in a page: one class an encoding, decoding into plain arrays.
@NullMarked
package io.millrace.formats.parquet.page;

import org.jspecify.annotations.NullMarked;
