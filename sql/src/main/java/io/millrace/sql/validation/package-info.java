/// Names and types: the catalog as the planner sees it, and messages for what does not fit.
@NullMarked
package io.millrace.sql.validation;

import org.jspecify.annotations.NullMarked;
