-- include tables/shop.sql
SELECT id, CASE WHEN amount > 100 THEN 'much' WHEN amount > 50 THEN 'some' WHEN amount IS NULL THEN 'unknown' ELSE 'little' END FROM orders;
SELECT id, CASE product WHEN 'tea' THEN 1 WHEN 'coffee' THEN 2 ELSE 3 END FROM orders;
SELECT id, CASE WHEN quantity > 3 THEN quantity WHEN quantity > 1 THEN amount ELSE rate END FROM orders WHERE rate < 100;
SELECT id, CASE WHEN quantity = 0 THEN NULL ELSE 10 / CAST(quantity AS DOUBLE) END FROM orders;
SELECT SUM(CASE WHEN paid THEN amount ELSE 0 END), COUNT(CASE WHEN paid THEN 1 END) FROM orders;
SELECT id, CASE WHEN paid THEN CASE WHEN quantity > 2 THEN 'a' ELSE 'b' END ELSE 'c' END FROM orders WHERE id < 30;
