package io.millrace.sql.types;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;

/** Makes the planner's types; texts hold any character. */
public final class DialectTypes extends SqlTypeFactoryImpl {
    public DialectTypes() {
        super(new DialectTypeSystem());
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
