package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.script.ScriptSplitter;
import io.millrace.sql.script.SourceText;
import org.junit.jupiter.api.Test;

class ScriptTest {

    @Test
    void semicolonsEndStatementsOutsideOfStringsNamesAndComments() {
        assertThat(ScriptSplitter.split("f", "SELECT ';' -- ;\n, `;` /* ; */;\n\n  SELECT 2;\n-- end"))
                .extracting(SourceText::text)
                .containsExactly("SELECT ';' -- ;\n, `;`", "SELECT 2");
    }

    @Test
    void statementsKeepTheirPlace() {
        SourceText second = ScriptSplitter.split("f", "SELECT 1;\n\n   SELECT\n 2").get(1);
        assertThat(second.line()).isEqualTo(3);
        assertThat(second.column()).isEqualTo(4);
        assertThat(second.fileColumn(2, 2)).isEqualTo(2);
    }

    @Test
    void statementSetsEndWithTheirEnd() {
        String set =
                "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN x THEN 1 END; INSERT INTO b SELECT 2; END";
        assertThat(ScriptSplitter.split("f", set + "; SELECT 3"))
                .extracting(SourceText::text)
                .containsExactly(set, "SELECT 3");
    }

    @Test
    void olderStatementSetsAreRead() {
        assertThat(ScriptSplitter.split("f", "BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END; SELECT 3"))
                .extracting(SourceText::text)
                .containsExactly("EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; END", "SELECT 3");
    }
}
