-- Reading, filtering and projecting.
-- include tables/shop.sql
SELECT * FROM people;
SELECT * FROM orders;
SELECT name FROM people WHERE age > 30;
SELECT id, amount FROM orders WHERE amount > 150 AND quantity > 0 OR product = 'tea' AND paid;
SELECT id FROM orders WHERE NOT (amount > 20);
SELECT id FROM orders WHERE paid IS NULL AND quantity IS NOT NULL;
SELECT id, paid IS TRUE, paid IS NOT TRUE, paid IS FALSE, paid IS NOT FALSE FROM orders WHERE id < 12;
SELECT id FROM orders WHERE quantity BETWEEN 2 AND 4;
SELECT id FROM orders WHERE quantity NOT BETWEEN 2 AND 4;
SELECT id FROM orders WHERE quantity IN (1, 3, 5);
SELECT id FROM orders WHERE quantity NOT IN (1, 3, 5);
SELECT id FROM orders WHERE product IN ('tea', 'milk');
SELECT id, product LIKE '%e%', product LIKE 't_a', product NOT LIKE 'b%' FROM orders WHERE id < 20;
SELECT id FROM orders WHERE quantity IN (1, 3, NULL);
SELECT id FROM orders WHERE quantity NOT IN (1, 3, NULL);
SELECT id FROM orders WHERE customer IS DISTINCT FROM quantity;
SELECT id FROM orders WHERE customer IS NOT DISTINCT FROM quantity;
SELECT id FROM orders WHERE 1 = 2;
SELECT id FROM orders WHERE CAST(NULL AS BOOLEAN);
SELECT 1 AS a, 'x' AS b, NULL AS c;
SELECT DISTINCT product FROM orders;
SELECT DISTINCT product, paid FROM orders WHERE id < 40;
SELECT id + 1 AS id, o.* FROM orders AS o WHERE id = 3;
SELECT * FROM (VALUES (1, 'a'), (2, NULL), (1, 'a')) AS t (n, s);
-- by hand: what is known of a file
CREATE TABLE known (name STRING METADATA FROM 'file.name' VIRTUAL, id STRING, big BIGINT METADATA FROM 'file.size' VIRTUAL, `at` TIMESTAMP_LTZ(3) METADATA FROM 'file.modification-time' VIRTUAL, path STRING METADATA FROM 'file.path' VIRTUAL, x INT) WITH ('connector' = 'filesystem', 'path' = 'data/faulty.csv', 'format' = 'csv', 'csv.header' = 'true');
-- by hand: how long the file is counts its bytes
SELECT id, name, big > 100, `at` > TIMESTAMP '2020-01-01 00:00:00', path LIKE '%/data/faulty.csv', x FROM known WHERE x > 2;
-- fails: unknown-metadata
CREATE TABLE strange (o BIGINT METADATA FROM 'offset') WITH ('connector' = 'datagen');
