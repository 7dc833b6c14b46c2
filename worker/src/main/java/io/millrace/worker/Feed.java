package io.millrace.worker;

import static io.millrace.dataflow.OperatorContext.NO_WATERMARK;

/**
 * What one producer has said to one input of an operator: a channel from another task, or a direct call inside the
 * chain.
 */
final class Feed {
    long watermark = NO_WATERMARK;
    boolean idle;
    boolean ended;
}
