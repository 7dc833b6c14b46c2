package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.functions.BuiltInFunctions;
import org.junit.jupiter.api.Test;

class FunctionNamesTest {

    @Test
    void everyNameThatIsShownIsKnown() {
        BuiltInFunctions functions = new BuiltInFunctions();
        assertThat(BuiltInFunctions.NAMES).allSatisfy(name -> assertThat(functions.find(name)).as(name).isNotNull());
    }
}
