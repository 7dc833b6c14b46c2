package io.millrace.formats.parquet.write;

import io.millrace.data.ByteSink;
import io.millrace.formats.parquet.file.Statistics.Bound;

/** The values of the page in hand of one column, its dictionary, and their bounds. Owned by one writer. */
sealed interface PageValuesWriter permits NumberValues, BytesValues {

    /** How many values the page has. */
    int count();

    /** How many bytes its values have as they are. */
    long plainBytes();

    /** Writes them as they are. */
    void writePlain(ByteSink sink);

    /** Takes up the values in the dictionary; their places, of which the first {@link #count} count. */
    int[] places();

    /** How many values the dictionary has. */
    int dictionaryCount();

    long dictionaryBytes();

    void writeDictionary(ByteSink sink);

    /** The least value of the page; nothing where values cannot be ordered. */
    Bound min();

    Bound max();

    /** Widens bounds of the row group by those of the page. */
    Bound lesser(Bound a, Bound b);

    Bound greater(Bound a, Bound b);

    void clearPage();

    void clearDictionary();
}
