-- Options for one query, tables made of queries.
-- include tables/shop.sql
-- by hand: three of many
CREATE TABLE counted (n INT) WITH ('connector' = 'datagen', 'number-of-rows' = '3', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '100');
-- oracle: SELECT 3, 6
SELECT COUNT(*), SUM(n) FROM counted;
-- oracle: SELECT 5, 15
SELECT COUNT(*), SUM(n) FROM counted /*+ OPTIONS('number-of-rows' = '5') */;
-- oracle: SELECT * FROM range(1, 3)
SELECT a.n FROM counted AS a JOIN counted /*+ OPTIONS('number-of-rows' = '2') */ AS b ON a.n = b.n;
-- fails: unknown-option
SELECT n FROM counted /*+ OPTIONS('number-of-row' = '5') */;
-- by hand: other hints are read over
SELECT /*+ BROADCAST(counted) */ n FROM counted WHERE n = 2;
-- oracle: CREATE TABLE best AS SELECT product, max(amount) AS m, count(*) AS n FROM orders GROUP BY product
CREATE TABLE best WITH ('connector' = 'filesystem', 'path' = '${out}/best', 'format' = 'json') AS SELECT product, MAX(amount) AS m, COUNT(*) AS n FROM orders GROUP BY product;
SELECT product, m, n FROM best;
-- fails: exists
CREATE TABLE best WITH ('connector' = 'filesystem', 'path' = '${out}/best', 'format' = 'json') AS SELECT 1 AS x;
-- oracle: SELECT 7, 'x' WHERE false
INSERT INTO best /*+ OPTIONS('format' = 'csv', 'path' = '${out}/other') */ VALUES ('x', 1.00, 7);
-- by hand:
CREATE TABLE other (product STRING, m STRING, n INT) WITH ('connector' = 'filesystem', 'path' = '${out}/other', 'format' = 'csv');
-- by hand: written with the options of the hint
SELECT * FROM other;
