package io.millrace.sql.validation;

import io.millrace.sql.functions.BuiltInFunctions;
import io.millrace.sql.functions.UserFunctions;
import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/** Finds an operator by name: the user's functions first, then the dialect's, then the standard's. */
final class DialectOperators implements SqlOperatorTable {
    private final UserFunctions users;
    private final BuiltInFunctions builtIns;

    DialectOperators(UserFunctions users, BuiltInFunctions builtIns) {
        this.users = users;
        this.builtIns = builtIns;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> operators,
            SqlNameMatcher matcher) {
        if (name.isSimple() && (syntax == SqlSyntax.FUNCTION || syntax == SqlSyntax.FUNCTION_ID)) {
            SqlOperator own = users.find(name.getSimple());
            if (own == null) {
                own = builtIns.find(name.getSimple());
            }
            if (own != null) {
                operators.add(own);
                return;
            }
        }
        SqlStdOperatorTable.instance().lookupOperatorOverloads(name, category, syntax, operators, matcher);
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return SqlStdOperatorTable.instance().getOperatorList();
    }
}
