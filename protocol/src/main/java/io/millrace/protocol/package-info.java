/// The messages between the coordinator and the workers, as sealed records. No behaviour.
@NullMarked
package io.millrace.protocol;

import org.jspecify.annotations.NullMarked;
