package io.millrace.operators.expression;

import io.millrace.data.DataType;

/** A node and the SQL type of its values. */
record Typed(Node node, DataType type) {
    Kind kind() {
        return node.kind();
    }
}
