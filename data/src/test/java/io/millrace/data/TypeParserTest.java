package io.millrace.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeParserTest {
    @Test
    void everyTypeIsReadAsItIsWritten() {
        List<DataType> types =
                List.of(
                        DataType.Plain.BOOLEAN,
                        DataType.Plain.DATE,
                        new DataType.Decimal(20, 3),
                        DataType.STRING,
                        new DataType.Varchar(7),
                        new DataType.Char(2),
                        DataType.BYTES,
                        new DataType.Varbinary(9),
                        new DataType.Binary(3),
                        new DataType.Time(3),
                        new DataType.Timestamp(6),
                        new DataType.TimestampLtz(9),
                        new DataType.MonthInterval(),
                        new DataType.TimeInterval(),
                        new DataType.Array(new DataType.Array(DataType.Plain.INT)),
                        new DataType.Mapping(DataType.STRING, new DataType.Decimal(5, 2)),
                        new DataType.Row(
                                List.of(
                                        Field.of("a b", DataType.Plain.BIGINT),
                                        Field.of("c", new DataType.Array(DataType.STRING)))));
        for (DataType type : types) {
            assertEquals(type, TypeParser.parse(type.sql()));
        }
    }

    @Test
    void anotherTextIsRefused() {
        for (String text : List.of("", "NUMBER", "DECIMAL(3)", "ARRAY<INT", "INT INT", "VARCHAR()")) {
            assertThrows(MillraceException.class, () -> TypeParser.parse(text), text);
        }
    }

    @Test
    void aTypeIsWideningWhereNoValueIsLost() {
        assertTrue(Widening.isLossless(DataType.Plain.INT, DataType.Plain.BIGINT));
        assertFalse(Widening.isLossless(DataType.Plain.BIGINT, DataType.Plain.INT));
        assertTrue(Widening.isLossless(new DataType.Varchar(3), DataType.STRING));
        assertFalse(Widening.isLossless(DataType.STRING, new DataType.Varchar(3)));
        assertTrue(Widening.isLossless(new DataType.Decimal(10, 2), new DataType.Decimal(30, 2)));
        assertFalse(Widening.isLossless(new DataType.Decimal(10, 2), new DataType.Decimal(30, 3)));
        assertTrue(Widening.isLossless(DataType.Plain.FLOAT, DataType.Plain.DOUBLE));
    }

    @Test
    void widenedValuesAreTheSame() {
        DataType from = new DataType.Decimal(10, 2);
        DataType to = new DataType.Decimal(30, 2);
        Column column = Widening.widened(Columns.of(from, new BigDecimal("-12.34"), null), from, to);
        assertEquals(new BigDecimal("-12.34"), Columns.value(column, to, 0));
        assertTrue(column.isNull(1));
    }
}
