/// The first rows of something: Top-N, sorting, limits.
@NullMarked
package io.millrace.operators.rank;

import org.jspecify.annotations.NullMarked;
