-- Rows that cannot be read, or for which an expression fails, are kept with the reason.
-- by hand:
CREATE TABLE bad (file STRING, line BIGINT, `column` STRING, reason STRING, `raw` STRING) WITH ('connector' = 'filesystem', 'path' = '${out}/bad', 'format' = 'json');
-- by hand:
CREATE TABLE faulty (id INT, x INT, s STRING, `at` TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/faulty.csv', 'format' = 'csv', 'csv.header' = 'true', 'on-error' = 'table:bad');
-- by hand: line 3 divides by zero, line 5 is no INT
SELECT id, 10 / x AS q FROM faulty;
-- by hand:
SELECT line, `column`, reason, `raw` FROM bad;
-- by hand:
CREATE TABLE bad2 (file STRING, line BIGINT, `column` STRING, reason STRING, `raw` STRING) WITH ('connector' = 'filesystem', 'path' = '${out}/bad2', 'format' = 'json');
-- by hand: a computed column and a watermark belong to the chain of the scan too
CREATE TABLE timed (id INT, x INT, s STRING, `at` TIMESTAMP(3), n AS CAST(s AS INT), WATERMARK FOR `at` AS `at` - (INTERVAL '1' SECOND * (10 / x))) WITH ('connector' = 'filesystem', 'path' = 'data/faulty.csv', 'format' = 'csv', 'csv.header' = 'true', 'on-error' = 'table:bad2');
-- by hand:
CREATE TABLE counted (w TIMESTAMP(3), n BIGINT) WITH ('connector' = 'filesystem', 'path' = '${out}/counted', 'format' = 'json');
-- by hand:
CREATE TABLE numbers (id INT, n INT) WITH ('connector' = 'filesystem', 'path' = '${out}/numbers', 'format' = 'json');
-- by hand:
EXECUTE STATEMENT SET BEGIN
INSERT INTO counted SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE timed, DESCRIPTOR(`at`), INTERVAL '10' SECOND)) WHERE `at` IS NOT NULL GROUP BY window_start, window_end;
INSERT INTO numbers SELECT id, n FROM timed WHERE x * 2 > 0;
END;
-- by hand: line 3 has no watermark; the rows at lines 4, 6 fail in the second INSERT alone
SELECT line, `column`, reason, `raw` FROM bad2;
-- by hand:
SELECT w, n FROM counted;
-- by hand:
SELECT id, n FROM numbers;
-- by hand: skipped rows are counted, and leave no trace
CREATE TABLE lenient WITH ('connector' = 'filesystem', 'path' = 'data/faulty.csv', 'format' = 'csv', 'csv.header' = 'true', 'on-error' = 'skip') LIKE faulty (OVERWRITING OPTIONS);
-- by hand:
SELECT a.id, b.s FROM lenient AS a JOIN lenient AS b ON a.id = b.id WHERE 10 / a.x <> 7 AND b.x * 2 <> 7;
-- fails: division-by-zero
SELECT a.id, 10 / (a.x - b.x) FROM lenient AS a JOIN lenient AS b ON a.id = b.id;
-- by hand:
CREATE TABLE strict (id STRING, x INT, s STRING, `at` TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/faulty.csv', 'format' = 'csv', 'csv.header' = 'true');
-- fails: division-by-zero
SELECT 10 / x FROM strict;
-- fails: overflow
SELECT x * 2 FROM strict;
-- fails: bad-cast
SELECT CAST(s AS INT) FROM strict WHERE s = '1x';
-- fails: overflow
SELECT SUM(x) FROM strict;
-- fails: null-time
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE timed, DESCRIPTOR(`at`), INTERVAL '10' SECOND)) WHERE x = 3 GROUP BY window_start, window_end;
-- fails: division-by-zero
SELECT a.id FROM strict AS a JOIN strict AS b ON a.id = b.id AND 10 / (a.x - b.x) > 0;
-- fails: division-by-zero
SELECT x, 1 / n FROM (SELECT x, COUNT(*) - 1 AS n FROM strict GROUP BY x);
-- by hand:
CREATE TABLE astray (id INT) WITH ('connector' = 'filesystem', 'path' = 'data/faulty.csv', 'format' = 'csv', 'on-error' = 'table:strict');
-- fails: bad-reject-table
SELECT id FROM astray;
