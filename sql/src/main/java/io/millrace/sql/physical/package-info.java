/// From optimized plans to job graphs: operator specs, exchanges between them, and what their rows mean.
@NullMarked
package io.millrace.sql.physical;

import org.jspecify.annotations.NullMarked;
