package io.millrace.protocol;

import io.millrace.dataflow.state.Manifest;
import java.util.List;
import java.util.Map;

/**
 * One task's part of a checkpoint.
 *
 * @param operators the state of each of its operators, by vertex id
 * @param inFlight the batches that a barrier overtook or that the task had in hand; may be {@link Manifest#EMPTY}
 */
public record TaskSnapshot(Map<String, OperatorSnapshot> operators, Manifest inFlight) {
    public TaskSnapshot {
        operators = Map.copyOf(operators);
    }

    /**
     * The state of one operator instance.
     *
     * @param watermark that it had reached, in microseconds
     * @param ended the inputs that had ended
     */
    public record OperatorSnapshot(Manifest state, long watermark, List<Integer> ended) {
        public OperatorSnapshot {
            ended = List.copyOf(ended);
        }
    }

    /** All manifests of the task. */
    public List<Manifest> manifests() {
        return java.util.stream.Stream.concat(
                        operators.values().stream().map(OperatorSnapshot::state), java.util.stream.Stream.of(inFlight))
                .toList();
    }
}
