package io.millrace.operators.expression;

import io.millrace.data.Column;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;

/** How a column is held, as far as code depends on it: a few bits, so that the encodings of a batch make a key. */
final class Encoding {
    static final byte FLAT = 0;
    static final byte DICTIONARY = 1;
    static final byte CONSTANT = 2;

    private static final int NULLS = 4;
    private static final int DICTIONARY_NULLS = 8;

    private Encoding() {}

    static byte of(Column column) {
        return switch (column) {
            case DictionaryColumn dictionary ->
                    (byte)
                            (DICTIONARY
                                    | (dictionary.validity().length != 0 ? NULLS : 0)
                                    | (dictionary.dictionary().mayHaveNulls() ? DICTIONARY_NULLS : 0));
            case ConstantColumn constant -> (byte) (CONSTANT | (constant.mayHaveNulls() ? NULLS : 0));
            default -> (byte) (FLAT | (column.mayHaveNulls() ? NULLS : 0));
        };
    }

    static int form(byte encoding) {
        return encoding & 3;
    }

    static boolean hasNulls(byte encoding) {
        return (encoding & NULLS) != 0;
    }

    static boolean dictionaryHasNulls(byte encoding) {
        return (encoding & DICTIONARY_NULLS) != 0;
    }
}
