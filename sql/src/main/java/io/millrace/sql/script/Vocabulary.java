package io.millrace.sql.script;

import java.util.List;

/**
 * The words that statements of the dialect are made of, for completion. The standard reserves hundreds more, which mean
 * nothing here and would only be in the way.
 */
public final class Vocabulary {
    private static final String WORDS =
            """
            ALL AND ANY ARRAY AS ASC BEGIN BETWEEN BIGINT BINARY BOOLEAN BY BYTES CASE CAST CHAR CREATE CROSS CUBE CUMULATE
            CURRENT DATE DECIMAL DESC DESCRIBE DESCRIPTOR DISTINCT DOUBLE DROP ELSE END ENFORCED ESCAPE EXCEPT EXECUTE
            EXISTS EXPLAIN FALSE FETCH FILTER FIRST FLOAT FOLLOWING FOR FROM FULL FUNCTION FUNCTIONS GROUP GROUPING HAVING
            HOP HOUR IF IN INNER INSERT INT INTERSECT INTERVAL INTO IS JOIN KEY LAST LATERAL LEFT LIKE LIMIT MAP METADATA
            MINUTE MONTH NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PARTITIONED PRECEDING PRIMARY RANGE RESET
            RIGHT ROLLUP ROW ROWS SECOND SELECT SESSION SET SETS SHOW SIMILAR SMALLINT STATEMENT STRING SYSTEM_TIME TABLE
            TABLES TEMPORARY THEN TIME TIMESTAMP TIMESTAMP_LTZ TINYINT TRUE TUMBLE UNBOUNDED UNION UNNEST USING VALUES
            VARBINARY VARCHAR VIEW VIEWS VIRTUAL WATERMARK WHEN WHERE WITH YEAR
            """;

    private Vocabulary() {}

    /** All of them, in the order of the alphabet. */
    public static List<String> words() {
        return List.of(WORDS.strip().split("\\s+"));
    }
}
