/** Functions of the Nexmark queries. */
@NullMarked
package io.millrace.examples.nexmark;

import org.jspecify.annotations.NullMarked;
