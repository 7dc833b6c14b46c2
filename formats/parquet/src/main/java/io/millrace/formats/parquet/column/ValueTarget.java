package io.millrace.formats.parquet.column;

import io.millrace.data.ColumnBuilder;
import io.millrace.formats.parquet.page.PageValues;

/** Takes values as they are stored and makes those of a type of SQL. Owned by one reader. */
interface ValueTarget {

    /** Appends values, none of which is missing; one that does not fit is told, and something stands in its place. */
    void append(PageValues values, int count, Misfits misfits);

    /** Where they are. */
    ColumnBuilder builder();
}
