-- Arithmetic and functions of numbers.
CREATE VIEW x AS SELECT * FROM (VALUES (1, 7, 2, 2.50, CAST(1.5 AS DOUBLE)), (2, -7, 2, -0.75, CAST(-2.5 AS DOUBLE)), (3, 0, 5, 100.00, CAST(0 AS DOUBLE)), (4, CAST(NULL AS INT), 3, CAST(NULL AS DECIMAL(5, 2)), CAST(NULL AS DOUBLE))) AS t (id, a, b, d, f);
-- oracle: SELECT id, a + b, a - b, a * b, a // b, a % b, -a FROM x
SELECT id, a + b, a - b, a * b, a / b, MOD(a, b), -a FROM x;
-- oracle: SELECT id, a % b FROM x
SELECT id, a % b FROM x;
SELECT id, f + a, f - a, f * a, f / b FROM x;
SELECT id, d + a, d - b, d * d, d + f FROM x;
-- oracle: SELECT id, (d / 4)::DECIMAL(20, 6), (d / b)::DECIMAL(20, 6) FROM x
SELECT id, CAST(d / 4 AS DECIMAL(20, 6)), CAST(d / b AS DECIMAL(20, 6)) FROM x;
SELECT id, ABS(a), ABS(d), ABS(f), SIGN(a), SIGN(d), SIGN(f) FROM x;
SELECT id, FLOOR(f), CEIL(f), FLOOR(d), CEIL(d), CEILING(f) FROM x;
SELECT id, ROUND(d, 1), ROUND(f, 0), ROUND(a, -1) FROM x;
-- oracle: SELECT id, trunc(d, 1) FROM x
SELECT id, TRUNCATE(d, 1) FROM x;
-- oracle: SELECT id, round(d, 1), round(d), round(d * 1.01, 2) FROM x
SELECT id, ROUND(d, 1), ROUND(d), ROUND(d * 1.01, 2) FROM x;
SELECT id, POWER(b, 2), SQRT(b), EXP(f), LN(b), LOG10(b) FROM x;
SELECT id, SIN(f), COS(f), TAN(f), ATAN(f), DEGREES(f), RADIANS(f) FROM x;
SELECT id, LOG2(b), ATAN2(f, b), PI() FROM x;
-- oracle: SELECT id, CASE WHEN a IS NULL THEN NULL ELSE greatest(a, b, 3) END, CASE WHEN a IS NULL THEN NULL ELSE least(a, b, 3) END FROM x
SELECT id, GREATEST(a, b, 3), LEAST(a, b, 3) FROM x;
SELECT CAST(127 AS TINYINT) + CAST(1 AS INT), CAST(2000000000 AS BIGINT) * 10;
SELECT CAST(1.1 AS DECIMAL(10, 1)) + CAST(2.22 AS DECIMAL(10, 2)), CAST(1.1 AS DECIMAL(10, 1)) * CAST(2.22 AS DECIMAL(10, 2));
SELECT 0.1 + 0.2 = 0.3, CAST(0.1 AS DOUBLE) + CAST(0.2 AS DOUBLE) = CAST(0.3 AS DOUBLE);
SELECT CAST('NaN' AS DOUBLE) = CAST('NaN' AS DOUBLE), CAST('Infinity' AS DOUBLE) > 1;
SELECT id, a > d, d < f, a >= f FROM x;
-- fails: division-by-zero
SELECT id, a / (b - 2) FROM x;
