-- Parquet: written, read again, and exchanged with the other database.
-- include tables/shop.sql
-- oracle:
CREATE TABLE sold (id BIGINT, customer INT, product STRING, quantity SMALLINT, amount DECIMAL(10, 2), rate DOUBLE, paid BOOLEAN, ts TIMESTAMP(3))
WITH ('connector' = 'filesystem', 'path' = '${out}/sold', 'format' = 'parquet', 'parquet.block.size' = '1 kb', 'source.split-size' = '1 kb');
-- oracle:
INSERT INTO sold SELECT id, customer, product, CAST(quantity AS SMALLINT), amount, rate, paid, ts FROM orders;
-- oracle: SELECT * FROM read_parquet('${out}/sold/*.parquet')
SELECT * FROM sold;
-- oracle: SELECT * FROM orders
SELECT * FROM sold;
-- The file says what its columns are.
-- oracle: CREATE TABLE told AS SELECT * FROM read_parquet('${out}/sold/*.parquet')
CREATE TABLE told WITH ('connector' = 'filesystem', 'path' = '${out}/sold', 'format' = 'parquet');
SELECT product, id FROM told WHERE paid;
SELECT COUNT(*), COUNT(paid), MIN(ts), MAX(amount) FROM told;
-- Conditions pass over row groups, and change nothing.
SELECT id, amount FROM told WHERE id BETWEEN 20 AND 25;
SELECT id FROM told WHERE id = 20 OR id = 21 OR id > 1000;
SELECT id FROM told WHERE amount > 150.5 AND quantity IS NOT NULL;
SELECT id FROM told WHERE amount < 0;
SELECT id FROM told WHERE product = 'tea' AND id < 30;
SELECT id FROM told WHERE product > 'x';
SELECT id FROM told WHERE rate > 0.5 AND rate < 0.75;
SELECT id FROM told WHERE paid IS NULL;
SELECT id FROM told WHERE 30 <= id AND customer IS NULL;
-- oracle: SELECT id FROM told WHERE ts >= TIMESTAMP '2024-03-01 10:00:00'
SELECT id FROM told WHERE ts >= TIMESTAMP '2024-03-01 10:00:00';
SELECT CAST(id AS INT) FROM told WHERE CAST(customer AS BIGINT) > 5;
-- Columns are found by name, wider types are fine.
-- oracle: CREATE TABLE wide AS SELECT CAST(quantity AS BIGINT) AS quantity, CAST(amount AS DECIMAL(38, 5)) AS amount, id FROM told
CREATE TABLE wide (quantity BIGINT, AMOUNT DECIMAL(38, 5), id DECIMAL(20, 0)) WITH ('connector' = 'filesystem', 'path' = '${out}/sold', 'format' = 'parquet');
SELECT * FROM wide;
-- What the other database writes, nested values among it.
-- oracle: COPY (SELECT *, {'a': id, 'b': [product, NULL]} AS pair, MAP {'k': quantity} AS m FROM orders WHERE id < 40)
-- oracle: TO '${out}/theirs.parquet' (FORMAT parquet, PARQUET_VERSION V2, CODEC zstd)
CREATE TABLE unused (a INT) WITH ('connector' = 'filesystem', 'path' = '${out}/unused', 'format' = 'parquet');
-- oracle: CREATE TABLE theirs AS SELECT * FROM read_parquet('${out}/theirs.parquet')
CREATE TABLE theirs WITH ('connector' = 'filesystem', 'path' = '${out}/theirs.parquet', 'format' = 'parquet');
SELECT * FROM theirs;
-- oracle: SELECT id, (pair).a, (pair).b[1], m['k'] FROM theirs
SELECT id, theirs.pair.a, theirs.pair.b[1], m['k'] FROM theirs;
-- oracle: SELECT (pair).a FROM theirs WHERE (pair).a > 35
SELECT theirs.pair.a FROM theirs WHERE theirs.pair.a > 35;
-- Nested values of our own.
-- oracle: CREATE TABLE docs AS SELECT * FROM read_json('data/nested.json', columns = {id: 'BIGINT',
-- oracle: who: 'STRUCT(name VARCHAR, "at" STRUCT(city VARCHAR, zip INT))', tags: 'VARCHAR[]',
-- oracle: items: 'STRUCT(sku VARCHAR, n INT)[]', props: 'MAP(VARCHAR, VARCHAR)'})
CREATE TABLE docs (id BIGINT, who ROW<name STRING, `at` ROW<city STRING, zip INT>>, tags ARRAY<STRING>,
    items ARRAY<ROW<sku STRING, n INT>>, props MAP<STRING, STRING>)
WITH ('connector' = 'filesystem', 'path' = 'data/nested.json', 'format' = 'json');
-- oracle:
CREATE TABLE kept (id BIGINT, who ROW<name STRING, `at` ROW<city STRING, zip INT>>, tags ARRAY<STRING>,
    items ARRAY<ROW<sku STRING, n INT>>, props MAP<STRING, STRING>)
WITH ('connector' = 'filesystem', 'path' = '${out}/kept', 'format' = 'parquet', 'parquet.compression' = 'zstd');
-- oracle:
INSERT INTO kept SELECT * FROM docs;
-- oracle: SELECT * FROM read_parquet('${out}/kept/*.parquet')
SELECT * FROM kept;
-- oracle: SELECT * FROM docs
SELECT * FROM kept;
-- oracle: SELECT id, (who)."at".zip FROM docs
SELECT id, kept.who.`at`.zip FROM kept;
-- Folders that name a column's value.
-- oracle:
CREATE TABLE parts (id BIGINT, amount DECIMAL(10, 2), product STRING) PARTITIONED BY (product)
WITH ('connector' = 'filesystem', 'path' = '${out}/parts', 'format' = 'parquet');
-- oracle:
INSERT INTO parts SELECT id, amount, product FROM orders;
-- oracle: SELECT id, amount, product FROM read_parquet('${out}/parts/*/*.parquet', hive_partitioning = true)
-- oracle: WHERE product <> '__DEFAULT_PARTITION__'
SELECT id, amount, product FROM parts WHERE product IS NOT NULL;
-- oracle: SELECT product, count(*) FROM orders GROUP BY product
SELECT product, COUNT(*) FROM parts GROUP BY product;
-- A result that is updated gives its last state.
-- oracle:
CREATE TABLE totals (product STRING, n BIGINT) WITH ('connector' = 'filesystem', 'path' = '${out}/totals', 'format' = 'parquet');
-- oracle:
INSERT INTO totals SELECT product, COUNT(*) FROM orders GROUP BY product;
-- oracle: SELECT product, count(*) FROM orders GROUP BY product
SELECT * FROM totals;
-- What does not fit is refused.
-- oracle:
CREATE TABLE wrong (id STRING, gone INT) WITH ('connector' = 'filesystem', 'path' = '${out}/sold', 'format' = 'parquet');
-- fails: column-mismatch
SELECT id FROM wrong;
-- fails: column-missing
SELECT gone FROM wrong;
