CREATE TABLE orders (
    id BIGINT,
    customer INT,
    amount DECIMAL(10, 2),
    items ARRAY<ROW<name STRING, price DOUBLE>>,
    ts TIMESTAMP(3),
    WATERMARK FOR ts AS ts - INTERVAL '5' SECOND,
    PRIMARY KEY (id) NOT ENFORCED
) WITH ('connector' = 'stream');
CREATE TABLE customers (id INT, name STRING, city STRING) WITH ('connector' = 'filesystem');
CREATE TABLE totals (customer INT, total DECIMAL(38, 2), PRIMARY KEY (customer) NOT ENFORCED) WITH ('connector' = 'stream');
CREATE TABLE log (customer INT, n BIGINT) WITH ('connector' = 'filesystem');
CREATE VIEW big (id, customer, cents) AS SELECT id, customer, amount * 100 FROM orders WHERE amount > 10;

SELECT 1;
SELECT cents FROM big WHERE customer = 3;
INSERT INTO totals SELECT customer, SUM(amount) FROM orders GROUP BY customer;
INSERT INTO log SELECT id, COUNT(*) FROM customers GROUP BY id;
SELECT COUNT(*) FROM orders;
SELECT DISTINCT customer FROM orders;
SELECT customer, COUNT(DISTINCT id) FILTER (WHERE amount > 5) FROM orders GROUP BY customer;
SELECT window_start, customer, SUM(amount) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY customer, window_start, window_end;
SELECT TUMBLE_END(ts, INTERVAL '1' HOUR), customer, AVG(amount) FROM orders GROUP BY customer, TUMBLE(ts, INTERVAL '1' HOUR);
SELECT customer, window_start, COUNT(*) FROM TABLE(SESSION(TABLE orders PARTITION BY customer, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY customer, window_start, window_end;
SELECT * FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '1' HOUR));
SELECT * FROM (SELECT customer, amount, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount DESC) AS place FROM orders) WHERE place <= 3;
SELECT customer, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC) AS place FROM (SELECT customer, window_start, window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY customer, window_start, window_end)) WHERE place <= 5;
SELECT customer, SUM(amount) OVER (PARTITION BY customer ORDER BY ts RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW) FROM orders;
SELECT a.id, b.id FROM orders a JOIN orders b ON a.customer = b.customer AND a.ts BETWEEN b.ts - INTERVAL '5' MINUTE AND b.ts;
SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON o.customer = c.id;
SELECT o.id, p.id FROM orders o LEFT JOIN big p ON o.id = p.id;
SELECT id FROM orders WHERE customer IN (SELECT id FROM customers WHERE city = 'Ghent');
SELECT id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer);
SELECT id FROM orders WHERE customer NOT IN (SELECT id FROM customers);
SELECT id, (SELECT MAX(c.name) FROM customers c WHERE c.id = o.customer) AS name FROM orders o;
SELECT customer FROM orders UNION ALL SELECT id FROM customers;
SELECT customer FROM orders UNION SELECT id FROM customers;
SELECT id FROM orders ORDER BY amount DESC LIMIT 3;
SELECT name FROM customers ORDER BY name;
WITH x AS (SELECT id, amount FROM orders) SELECT a.id FROM x a JOIN x b ON a.id = b.id WHERE a.amount > 1 AND b.amount > 2;
SELECT TRY_CAST('5' AS INT), IF(id > 1, 'a', 'bc'), CAST(ts AS TIMESTAMP_LTZ(3)), EXTRACT(YEAR FROM ts), FLOOR(ts TO HOUR), TRIM(BOTH ' ' FROM 'x '), items[1].name FROM orders;
EXECUTE STATEMENT SET BEGIN INSERT INTO totals SELECT customer, amount FROM orders; INSERT INTO log SELECT customer, id FROM orders WHERE amount > 3; END;
