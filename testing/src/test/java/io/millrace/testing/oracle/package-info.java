/**
 * The same queries over the same rows in another database: golden scripts, and the queries of the Nexmark benchmark.
 */
@NullMarked
package io.millrace.testing.oracle;

import org.jspecify.annotations.NullMarked;
