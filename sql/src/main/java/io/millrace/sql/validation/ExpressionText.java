package io.millrace.sql.validation;

import io.millrace.data.MillraceException;
import io.millrace.sql.script.SourceText;
import io.millrace.sql.script.StatementParser;
import java.util.List;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;

/** The text of a parsed piece, as its author wrote it. To be taken before the piece is validated, which rewrites it. */
public final class ExpressionText {
    private ExpressionText() {}

    static String of(SqlNode node, SourceText source) {
        String written = slice(node, source);
        try {
            if (StatementParser.expression(new SourceText("", written, written, 1, 1))
                    .equalsDeep(node, Litmus.IGNORE)) {
                return written;
            }
        } catch (MillraceException e) {
            // The slice is not the whole piece, which happens where it begins with a parenthesis.
        }
        return printed(node);
    }

    public static String ofQuery(SqlNode node, SourceText source) {
        String written = slice(node, source);
        try {
            if (StatementParser.query(new SourceText("", written, written, 1, 1)).equalsDeep(node, Litmus.IGNORE)) {
                return written;
            }
        } catch (MillraceException e) {
            // As above.
        }
        return printed(node);
    }

    private static String slice(SqlNode node, SourceText source) {
        SqlParserPos position = node.getParserPosition();
        String text = source.text();
        int from = offset(text, position.getLineNum(), position.getColumnNum());
        int to = offset(text, position.getEndLineNum(), position.getEndColumnNum()) + 1;
        return from < to && to <= text.length() ? text.substring(from, to) : "";
    }

    private static int offset(String text, int line, int column) {
        int offset = 0;
        for (int i = 1; i < line; i++) {
            offset = text.indexOf('\n', offset) + 1;
        }
        return Math.max(0, offset + column - 1);
    }

    private static String printed(SqlNode node) {
        return node.toSqlString(config ->
                        config.withDialect(
                                        new SqlDialect(
                                                CalciteSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString("`")))
                                .withQuoteAllIdentifiers(true)
                                .withAlwaysUseParentheses(true))
                .getSql();
    }

    /** {@code SELECT expression AS name FROM table}, with the positions of the expression. */
    static SqlNode selectFrom(String table, String name, SqlNode expression) {
        SqlNode item =
                SqlStdOperatorTable.AS.createCall(
                        expression.getParserPosition(),
                        List.of(expression, new SqlIdentifier(name, SqlParserPos.ZERO)));
        return new SqlSelect(
                SqlParserPos.ZERO,
                null,
                new SqlNodeList(List.of(item), SqlParserPos.ZERO),
                new SqlIdentifier(table, SqlParserPos.ZERO),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
