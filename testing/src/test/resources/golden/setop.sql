-- INTERSECT, EXCEPT and grouping sets.
-- include tables/shop.sql
SELECT customer FROM orders INTERSECT SELECT id FROM people;
SELECT id FROM people EXCEPT SELECT customer FROM orders;
SELECT product, paid FROM orders WHERE quantity > 2 INTERSECT SELECT product, paid FROM orders WHERE quantity < 6;
SELECT customer FROM orders WHERE quantity > 3 EXCEPT SELECT customer FROM orders WHERE quantity < 2;
(SELECT customer FROM orders EXCEPT SELECT id FROM people WHERE age > 40) INTERSECT SELECT id FROM people;
SELECT COUNT(*) FROM (SELECT city FROM people INTERSECT SELECT city FROM people WHERE age < 30);
-- fails: unsupported
SELECT customer FROM orders EXCEPT ALL SELECT id FROM people;
SELECT product, paid, COUNT(*), SUM(quantity) FROM orders GROUP BY ROLLUP (product, paid);
SELECT product, paid, COUNT(*) AS n, GROUPING(product) AS g FROM orders GROUP BY GROUPING SETS ((product), (paid), ());
SELECT product, paid, MAX(amount), GROUPING(product, paid) FROM orders GROUP BY CUBE (product, paid);
SELECT product, SUM(quantity) AS q FROM orders GROUP BY ROLLUP (product) HAVING SUM(quantity) > 10;
-- oracle: SELECT product, paid, time_bucket(INTERVAL '1 hour', ts) AS w, COUNT(*) FROM orders GROUP BY GROUPING SETS ((w, product), (w, paid))
SELECT product, paid, window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY GROUPING SETS ((window_start, window_end, product), (window_start, window_end, paid));
