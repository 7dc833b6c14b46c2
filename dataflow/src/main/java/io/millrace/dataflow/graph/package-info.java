/// What a job does, vertices and edges, and how it is cut into stages.
@NullMarked
package io.millrace.dataflow.graph;

import org.jspecify.annotations.NullMarked;
