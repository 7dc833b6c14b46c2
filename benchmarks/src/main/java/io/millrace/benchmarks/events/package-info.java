/// Events made once and held in memory as bytes, so that every engine reads the same ones at the same cost.
@NullMarked
package io.millrace.benchmarks.events;

import org.jspecify.annotations.NullMarked;
