/// Types, columns, batches and their wire form; knows nothing but the JDK.
@NullMarked
package io.millrace.data;

import org.jspecify.annotations.NullMarked;
