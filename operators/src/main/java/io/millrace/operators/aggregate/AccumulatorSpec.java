package io.millrace.operators.aggregate;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import java.util.List;
import java.util.Optional;

/**
 * Which accumulator: calls with equal ones share it.
 *
 * @param columns the arguments; where partial results are added up, the columns of the same accumulator's cells
 * @param filter a BOOLEAN column
 */
record AccumulatorSpec(Kind kind, List<Integer> columns, Optional<Integer> filter, Distinctness distinctness) {

    AccumulatorSpec {
        columns = List.copyOf(columns);
    }

    /** The same over all rows. */
    AccumulatorSpec unfiltered() {
        return new AccumulatorSpec(kind, columns, Optional.empty(), distinctness);
    }

    /** What is accumulated. */
    enum Kind {
        /** The rows that have all arguments. */
        COUNT,
        /** The rows whose argument is true. */
        COUNT_TRUE,
        /** The exact sum. */
        SUM,
        /** The exact sum of the argument as a DOUBLE. */
        SUM_AS_DOUBLE,
        /** The exact sum of the squares of the argument as a DOUBLE. */
        SUM_SQUARES,
        MIN,
        MAX,
        FIRST,
        LAST,
        /** The value, which must be the only one. */
        SINGLE,
        /** Texts, joined. */
        JOINED_TEXT
    }

    /** The types of the cells, given the types of the arguments, or of the cells whose content is merged. */
    static List<DataType> cells(Kind kind, Schema input, List<Integer> columns) {
        return switch (kind) {
            case COUNT, COUNT_TRUE -> List.of(Plain.BIGINT);
            case SUM -> sumCells(input.type(columns.getFirst()));
            case SUM_AS_DOUBLE, SUM_SQUARES -> List.of(Plain.DOUBLE, Plain.DOUBLE, DataType.BYTES);
            case MIN, MAX, FIRST, LAST, SINGLE -> List.of(input.type(columns.getFirst()));
            case JOINED_TEXT -> List.of(DataType.STRING);
        };
    }

    private static List<DataType> sumCells(DataType argument) {
        return switch (argument.storage()) {
            case INT -> List.of(Plain.BIGINT, Plain.BIGINT);
            case LONG ->
                    List.of(
                            argument instanceof DataType.Decimal decimal
                                    ? new DataType.Decimal(DataType.Decimal.LONG_DIGITS, decimal.scale())
                                    : argument,
                            Plain.BIGINT);
            case INT128 ->
                    List.of(
                            new DataType.Decimal(DataType.Decimal.MAX_DIGITS, ((DataType.Decimal) argument).scale()),
                            Plain.BIGINT);
            case FLOAT, DOUBLE -> List.of(Plain.DOUBLE, Plain.DOUBLE, DataType.BYTES);
            case BYTE, BYTES, ARRAY, MAP, ROW -> throw MillraceException.internal("no sum of " + argument.sql());
        };
    }
}
