-- Grouping and aggregates.
-- include tables/shop.sql
-- oracle: SELECT customer, count(*), count(quantity), sum(quantity), min(quantity), max(quantity), trunc(avg(quantity))::INT FROM orders GROUP BY customer
SELECT customer, COUNT(*), COUNT(quantity), SUM(quantity), MIN(quantity), MAX(quantity), AVG(quantity) FROM orders GROUP BY customer;
-- oracle: SELECT product, sum(amount), min(amount), max(amount), (sum(amount) / count(amount))::DECIMAL(20, 6) FROM orders GROUP BY product
SELECT product, SUM(amount), MIN(amount), MAX(amount), AVG(amount) FROM orders GROUP BY product;
SELECT product, SUM(rate), MIN(rate), MAX(rate), AVG(rate) FROM orders GROUP BY product;
SELECT paid, MIN(product), MAX(product), MIN(ts), MAX(ts), MIN(paid) FROM orders GROUP BY paid;
SELECT customer, product, COUNT(*) AS n FROM orders GROUP BY customer, product;
SELECT COUNT(*), COUNT(customer), COUNT(DISTINCT customer), SUM(amount), MIN(ts), MAX(product) FROM orders;
-- Nothing to aggregate: one row without GROUP BY, none with it.
SELECT COUNT(*), COUNT(id), SUM(amount), MIN(ts), MAX(product), AVG(rate), COUNT(DISTINCT product) FROM orders WHERE id < 0;
SELECT customer, COUNT(*) FROM orders WHERE id < 0 GROUP BY customer;
SELECT product, COUNT(DISTINCT customer), SUM(DISTINCT quantity), COUNT(DISTINCT paid), COUNT(*) FROM orders GROUP BY product;
SELECT COUNT(DISTINCT product), COUNT(DISTINCT paid), SUM(DISTINCT quantity), COUNT(*) FROM orders;
SELECT product, COUNT(*) FILTER (WHERE paid), SUM(amount) FILTER (WHERE quantity > 2), COUNT(DISTINCT customer) FILTER (WHERE paid) FROM orders GROUP BY product;
SELECT COUNT(*) FILTER (WHERE paid), SUM(amount) FILTER (WHERE amount > 1000) FROM orders;
SELECT customer, SUM(amount) AS total FROM orders GROUP BY customer HAVING SUM(amount) > 300;
SELECT product, COUNT(*) FROM orders GROUP BY product HAVING COUNT(DISTINCT customer) > 9 AND MIN(quantity) < 0;
SELECT SUM(amount) FROM orders HAVING COUNT(*) > 1000;
SELECT quantity > 3, COUNT(*) FROM orders GROUP BY quantity > 3;
SELECT CHAR_LENGTH(product) + 1 AS n, SUM(quantity * 2) + 1 FROM orders GROUP BY CHAR_LENGTH(product);
SELECT DISTINCT customer, paid FROM orders;
-- An aggregate of an aggregate: what went into the outer one is taken back.
SELECT n, COUNT(*) FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer) GROUP BY n;
SELECT MAX(total), MIN(total), COUNT(*) FROM (SELECT customer, SUM(amount) AS total FROM orders GROUP BY customer);
SELECT n, MIN(customer), MAX(total) FROM (SELECT customer, COUNT(*) AS n, SUM(amount) AS total FROM orders GROUP BY customer) GROUP BY n;
SELECT COUNT(DISTINCT n) FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer);
-- oracle: SELECT product, CASE WHEN count(quantity) = 0 THEN NULL ELSE stddev_pop(quantity) END, stddev_samp(quantity), var_pop(quantity), var_samp(quantity) FROM orders GROUP BY product
SELECT product, STDDEV_POP(CAST(quantity AS DOUBLE)), STDDEV_SAMP(CAST(quantity AS DOUBLE)), VAR_POP(CAST(quantity AS DOUBLE)), VAR_SAMP(CAST(quantity AS DOUBLE)) FROM orders GROUP BY product;
SELECT city, COUNT(*), AVG(CAST(age AS DOUBLE)) FROM people GROUP BY city;
SELECT COUNT(*) FROM people p JOIN orders o ON p.id = o.customer GROUP BY p.name;
SELECT TRUE AS everything, COUNT(*) FROM orders GROUP BY TRUE;
SELECT EXTRACT(HOUR FROM ts) AS h, COUNT(*) FROM orders GROUP BY EXTRACT(HOUR FROM ts);
-- Truth, covariance, the first and the last.
SELECT product, BOOL_AND(paid), BOOL_OR(quantity > 8) FROM orders GROUP BY product;
SELECT product, ROUND(COVAR_POP(CAST(quantity AS DOUBLE), rate), 6), ROUND(COVAR_SAMP(rate, CAST(quantity AS DOUBLE)), 6) FROM orders GROUP BY product;
-- oracle: SELECT 1, 12
SELECT FIRST_VALUE(x), LAST_VALUE(x) FROM (VALUES (1), (5), (12)) AS v(x);
-- oracle: SELECT id, round(cosh(rate), 6), round(sinh(rate), 6), round(tanh(rate), 6) FROM orders WHERE id < 10
SELECT id, ROUND(COSH(rate), 6), ROUND(SINH(rate), 6), ROUND(TANH(rate), 6) FROM orders WHERE id < 10;
