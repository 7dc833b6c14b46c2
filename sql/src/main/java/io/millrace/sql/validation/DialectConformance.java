package io.millrace.sql.validation;

import org.apache.calcite.sql.validate.SqlAbstractConformance;

/** The planner's ordinary choices where SQL leaves one; the parser's own set of them is older than this planner. */
final class DialectConformance extends SqlAbstractConformance {
    @Override
    public boolean allowNiladicParentheses() {
        return true;
    }

    /** Truth values and numbers may be cast to each other. */
    @Override
    public boolean allowLenientCoercion() {
        return true;
    }
}
