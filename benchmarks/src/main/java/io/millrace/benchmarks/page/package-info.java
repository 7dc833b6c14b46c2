/// What the figures look like: a table on the terminal, a page with plots.
@NullMarked
package io.millrace.benchmarks.page;

import org.jspecify.annotations.NullMarked;
