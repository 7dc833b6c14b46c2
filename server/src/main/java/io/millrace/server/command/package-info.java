/// The commands of the command line.
@NullMarked
package io.millrace.server.command;

import org.jspecify.annotations.NullMarked;
