-- Tables that are written, and read again.
-- include tables/shop.sql
-- oracle:
CREATE TABLE big (id BIGINT, customer INT, amount DECIMAL(10, 2)) WITH ('connector' = 'filesystem', 'path' = '${out}/big', 'format' = 'csv');
-- oracle:
CREATE TABLE counts (customer INT, n BIGINT) WITH ('connector' = 'filesystem', 'path' = '${out}/counts', 'format' = 'json');
-- oracle:
CREATE TABLE cheap (product STRING, id BIGINT) WITH ('connector' = 'filesystem', 'path' = '${out}/cheap', 'format' = 'csv');
-- oracle: CREATE TABLE big AS SELECT id, customer, amount FROM orders WHERE amount > 100
INSERT INTO big SELECT id, customer, amount FROM orders WHERE amount > 100;
SELECT * FROM big;
-- A result that is updated gives its last state.
-- oracle: CREATE TABLE counts AS SELECT customer, count(*) AS n FROM orders GROUP BY customer
INSERT INTO counts SELECT customer, COUNT(*) FROM orders GROUP BY customer;
SELECT * FROM counts;
-- More rows into the same table, columns in another order, a missing one.
-- oracle: INSERT INTO big (amount, id) SELECT amount, id FROM orders WHERE amount < 10
INSERT INTO big (amount, id) SELECT amount, id FROM orders WHERE amount < 10;
SELECT * FROM big;
-- Several tables by one job that reads once.
-- oracle: CREATE TABLE cheap AS SELECT product, id FROM orders WHERE paid
EXECUTE STATEMENT SET BEGIN
INSERT INTO cheap SELECT product, id FROM orders WHERE paid;
INSERT INTO counts SELECT customer, COUNT(*) + 100 FROM orders WHERE paid GROUP BY customer;
END;
SELECT * FROM cheap;
-- oracle: SELECT * FROM counts UNION ALL SELECT customer, count(*) + 100 FROM orders WHERE paid GROUP BY customer
SELECT * FROM counts;
