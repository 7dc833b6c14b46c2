package io.millrace.sql.validation;

import io.millrace.dataflow.connector.Nearest;
import io.millrace.sql.logical.KeptFor;
import io.millrace.sql.script.Diagnostic;
import io.millrace.sql.script.LengthOfTime;
import io.millrace.sql.script.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * {@code SELECT /*+ STATE_TTL('o' = '1 d') *}{@code /}: what FROM calls {@code o} is kept for a day by the join or the
 * aggregate that keeps it. Each table that is named is put into a query of its own with a mark in it, as {@link
 * KeptFor} has it, and the hint is taken out.
 */
final class StateTtlHints extends SqlBasicVisitor<@Nullable Void> {
    private static final String NAME = "STATE_TTL";
    private static final String CODE = "bad-hint";

    private final SourceText source;

    private StateTtlHints(SourceText source) {
        this.source = source;
    }

    static void apply(SqlNode query, SourceText source) {
        query.accept(new StateTtlHints(source));
    }

    /** Says that a hint is for rows that nobody keeps. */
    static RuntimeException unused(String alias, SourceText source) {
        return Diagnostic.whole(
                source,
                CODE,
                "STATE_TTL('"
                        + alias
                        + "' = ...) has no effect: no join and no GROUP BY above `"
                        + alias
                        + "` keeps its rows. Leave it out, or set 'table.exec.state.ttl' for the whole query");
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        super.visit(call);
        if (call instanceof SqlSelect select && select.hasHints()) {
            SqlNodeList others = new SqlNodeList(Objects.requireNonNull(select.getHints()).getParserPosition());
            for (SqlNode node : Objects.requireNonNull(select.getHints())) {
                if (node instanceof SqlHint hint && hint.getName().equalsIgnoreCase(NAME)) {
                    obey(hint, select);
                } else {
                    others.add(node);
                }
            }
            select.setHints(others);
        }
        return null;
    }

    private void obey(SqlHint hint, SqlSelect select) {
        if (hint.getOptionFormat() != SqlHint.HintOptionFormat.KV_LIST) {
            throw wrong(hint, "STATE_TTL names tables and how long they are kept: STATE_TTL('alias' = '1 d', ...)");
        }
        Map<String, SqlNode> tables = new LinkedHashMap<>();
        if (select.getFrom() != null) {
            collect(select.getFrom(), tables);
        }
        hint.getOptionKVPairs()
                .forEach((alias, length) -> {
                    long millis =
                            LengthOfTime.millis(length)
                                    .orElseThrow(() ->
                                            wrong(
                                                    hint,
                                                    "'"
                                                            + alias
                                                            + "' = '"
                                                            + length
                                                            + "': STATE_TTL takes a length of time, such as '1 d' or"
                                                            + " '30 min'; '0 ms' is for ever"));
                    SqlNode table = tables.get(alias);
                    if (table == null) {
                        throw wrong(
                                hint,
                                "FROM has no `"
                                        + alias
                                        + "`"
                                        + Nearest.hint(alias, tables.keySet())
                                        + "; STATE_TTL can name "
                                        + (tables.isEmpty() ? "nothing here" : String.join(", ", tables.keySet())));
                    }
                    select.setFrom(
                            replaced(Objects.requireNonNull(select.getFrom()), table, marked(table, alias, millis)));
                });
    }

    private RuntimeException wrong(SqlHint hint, String message) {
        return Diagnostic.at(source, hint.getParserPosition(), CODE, message);
    }

    /** What FROM reads, by the names under which the query knows it; look-ups in a table as of now are not kept. */
    private static void collect(SqlNode from, Map<String, SqlNode> tables) {
        if (from instanceof SqlJoin join) {
            collect(join.getLeft(), tables);
            collect(join.getRight(), tables);
        } else if (from.getKind() == SqlKind.AS) {
            SqlNode named = ((SqlCall) from).operand(0);
            if (named.getKind() != SqlKind.SNAPSHOT && named.getKind() != SqlKind.LATERAL) {
                tables.put(((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple(), from);
            }
        } else if (from instanceof SqlIdentifier name) {
            tables.put(name.names.getLast(), from);
        } else if (from.getKind() == SqlKind.TABLE_REF) {
            tables.put(((SqlIdentifier) ((SqlCall) from).operand(0)).names.getLast(), from);
        }
    }

    @SuppressWarnings("ReferenceEquality") // It is this very node.
    private static SqlNode replaced(SqlNode from, SqlNode table, SqlNode by) {
        if (from == table) {
            return by;
        }
        if (from instanceof SqlJoin join) {
            join.setLeft(replaced(join.getLeft(), table, by));
            join.setRight(replaced(join.getRight(), table, by));
        }
        return from;
    }

    /** {@code (SELECT * FROM table WHERE 'mark' LIKE '%') AS alias}. */
    private static SqlNode marked(SqlNode table, String alias, long millis) {
        SqlParserPos position = table.getParserPosition();
        SqlNode condition =
                SqlStdOperatorTable.LIKE.createCall(
                        position,
                        SqlLiteral.createCharString(KeptFor.mark(millis, alias), position),
                        SqlLiteral.createCharString("%", position));
        List<SqlNode> columns = new ArrayList<>();
        columns.add(SqlIdentifier.star(position));
        SqlSelect marked =
                new SqlSelect(
                        position,
                        null,
                        new SqlNodeList(columns, position),
                        table,
                        condition,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        return new SqlBasicCall(SqlStdOperatorTable.AS, List.of(marked, new SqlIdentifier(alias, position)), position);
    }
}
