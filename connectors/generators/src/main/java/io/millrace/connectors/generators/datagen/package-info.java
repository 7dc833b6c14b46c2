/// Random and sequential rows.
@NullMarked
package io.millrace.connectors.generators.datagen;

import org.jspecify.annotations.NullMarked;
