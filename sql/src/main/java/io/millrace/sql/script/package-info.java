/// From the text of a script to parsed statements, and from a failure back to its place in the text.
@NullMarked
package io.millrace.sql.script;

import org.jspecify.annotations.NullMarked;
