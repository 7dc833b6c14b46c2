/// The relational plan: its own nodes, its rules, and how it is printed.
@NullMarked
package io.millrace.sql.logical;

import org.jspecify.annotations.NullMarked;
