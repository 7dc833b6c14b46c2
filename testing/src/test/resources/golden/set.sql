-- Unions and the like, views, common expressions.
-- include tables/shop.sql
SELECT customer FROM orders UNION ALL SELECT id FROM people;
SELECT customer FROM orders UNION SELECT id FROM people;
SELECT id, CAST(NULL AS STRING) AS s FROM people UNION ALL SELECT customer, product FROM orders WHERE id < 9;
SELECT id FROM orders WHERE id < 4 UNION ALL SELECT id + 0.5 FROM orders WHERE id < 3;
SELECT a FROM (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 2) UNION SELECT 3;
SELECT x, COUNT(*) FROM (SELECT customer AS x FROM orders UNION ALL SELECT id FROM people) GROUP BY x;
SELECT n FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer) UNION ALL SELECT id FROM people;
WITH big AS (SELECT id, customer, amount FROM orders WHERE amount > 100) SELECT a.id, b.id FROM big a JOIN big b ON a.customer = b.customer AND a.id < b.id;
WITH a AS (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer), b AS (SELECT MAX(n) AS m FROM a) SELECT customer FROM a JOIN b ON a.n = b.m;
CREATE VIEW totals AS SELECT customer, SUM(amount) AS total, COUNT(*) AS n FROM orders GROUP BY customer;
SELECT * FROM totals;
SELECT p.name, t.total FROM totals t JOIN people p ON t.customer = p.id WHERE t.n > 4;
CREATE VIEW named (who, cents) AS SELECT customer, amount * 100 FROM orders;
SELECT who, SUM(cents) FROM named WHERE who < 5 GROUP BY who;
CREATE VIEW over_view AS SELECT who, MAX(cents) AS best FROM named GROUP BY who;
SELECT o.who, o.best, t.total FROM over_view o JOIN totals t ON o.who = t.customer;
