/// The interactive shell; alone in importing the library that edits lines.
@NullMarked
package io.millrace.server.shell;

import org.jspecify.annotations.NullMarked;
