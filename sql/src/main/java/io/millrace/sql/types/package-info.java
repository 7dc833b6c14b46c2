/// Between the types of the planner and those of the engine.
@NullMarked
package io.millrace.sql.types;

import org.jspecify.annotations.NullMarked;
