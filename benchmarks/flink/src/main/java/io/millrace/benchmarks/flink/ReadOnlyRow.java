package io.millrace.benchmarks.flink;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/** An inserted row of which a class below overrides what its columns are read by. */
interface ReadOnlyRow extends RowData {
    @Override
    default RowKind getRowKind() {
        return RowKind.INSERT;
    }

    @Override
    default void setRowKind(RowKind kind) {
        if (kind != RowKind.INSERT) {
            throw unsupported();
        }
    }

    @Override
    default boolean getBoolean(int pos) {
        throw unsupported();
    }

    @Override
    default byte getByte(int pos) {
        throw unsupported();
    }

    @Override
    default short getShort(int pos) {
        throw unsupported();
    }

    @Override
    default int getInt(int pos) {
        throw unsupported();
    }

    @Override
    default long getLong(int pos) {
        throw unsupported();
    }

    @Override
    default float getFloat(int pos) {
        throw unsupported();
    }

    @Override
    default double getDouble(int pos) {
        throw unsupported();
    }

    @Override
    default StringData getString(int pos) {
        throw unsupported();
    }

    @Override
    default DecimalData getDecimal(int pos, int precision, int scale) {
        throw unsupported();
    }

    @Override
    default TimestampData getTimestamp(int pos, int precision) {
        throw unsupported();
    }

    @Override
    default <T> RawValueData<T> getRawValue(int pos) {
        throw unsupported();
    }

    @Override
    default byte[] getBinary(int pos) {
        throw unsupported();
    }

    @Override
    default ArrayData getArray(int pos) {
        throw unsupported();
    }

    @Override
    default MapData getMap(int pos) {
        throw unsupported();
    }

    @Override
    default RowData getRow(int pos, int fields) {
        throw unsupported();
    }

    @Override
    default Variant getVariant(int pos) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("No such column in an event");
    }
}
