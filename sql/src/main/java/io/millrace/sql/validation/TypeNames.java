package io.millrace.sql.validation;

import io.millrace.dataflow.connector.Nearest;
import java.util.List;
import java.util.Locale;

/** What a type is called here that has another name elsewhere. */
final class TypeNames {
    private static final List<String> NAMES =
            List.of(
                    "BOOLEAN",
                    "TINYINT",
                    "SMALLINT",
                    "INT",
                    "BIGINT",
                    "FLOAT",
                    "DOUBLE",
                    "DECIMAL",
                    "CHAR",
                    "VARCHAR",
                    "STRING",
                    "BINARY",
                    "VARBINARY",
                    "BYTES",
                    "DATE",
                    "TIME",
                    "TIMESTAMP",
                    "TIMESTAMP_LTZ",
                    "ARRAY",
                    "MAP",
                    "ROW");

    private TypeNames() {}

    /** {@code ; did you mean X?}, or nothing. */
    static String hint(String written) {
        String name = written.replace("`", "").toUpperCase(Locale.ROOT).replaceFirst("[^A-Z0-9_].*", "");
        String known =
                switch (name) {
                    case "TEXT", "CLOB", "NVARCHAR", "VARCHAR2", "UUID", "JSON", "JSONB", "ENUM" -> "STRING";
                    case "BOOL" -> "BOOLEAN";
                    case "LONG", "INT8", "INT64", "BIGSERIAL", "UINT32" -> "BIGINT";
                    case "INT4", "INT32", "SERIAL" -> "INT";
                    case "SHORT", "INT2", "INT16" -> "SMALLINT";
                    case "BYTE", "INT1" -> "TINYINT";
                    case "FLOAT4", "FLOAT32" -> "FLOAT";
                    case "FLOAT8", "FLOAT64" -> "DOUBLE";
                    case "NUMBER", "MONEY", "BIGNUMERIC" -> "DECIMAL(38, 9)";
                    case "DATETIME", "DATETIME2" -> "TIMESTAMP(3)";
                    case "TIMESTAMPTZ", "TIMESTAMP_TZ" -> "TIMESTAMP_LTZ(3)";
                    case "BLOB", "BYTEA" -> "BYTES";
                    case "STRUCT", "RECORD" -> "ROW<name type, …>";
                    default -> Nearest.to(name, NAMES).orElse("");
                };
        return known.isEmpty() ? "" : "; did you mean " + known + "?";
    }
}
