-- Ranks with ties, DISTINCT in OVER, QUALIFY.
-- include tables/shop.sql
SELECT * FROM (SELECT product, quantity, id, RANK() OVER (PARTITION BY product ORDER BY quantity DESC) AS r FROM orders) WHERE r <= 2;
SELECT * FROM (SELECT product, quantity, DENSE_RANK() OVER (PARTITION BY product ORDER BY quantity) AS r FROM orders) WHERE r = 1;
SELECT id, product FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY product ORDER BY id) = 1;
-- Names stay.
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(x, y);
SELECT x AS k FROM (VALUES (1), (2)) AS v(x);
-- DISTINCT in a frame.
SELECT product, id, COUNT(DISTINCT customer) OVER (PARTITION BY product ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM orders;
SELECT id, SUM(DISTINCT quantity) OVER (PARTITION BY customer ORDER BY ts ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) FROM orders;
