/// What a script defines: tables, views and functions.
@NullMarked
package io.millrace.sql.catalog;

import org.jspecify.annotations.NullMarked;
