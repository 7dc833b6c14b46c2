/// The SQL front end: a script becomes a job graph; no type of the parsing and planning library leaves this module.
@NullMarked
package io.millrace.sql;

import org.jspecify.annotations.NullMarked;
