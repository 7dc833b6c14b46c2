-- One row of each.
-- include tables/shop.sql
SELECT customer, id, product FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY ts) AS n FROM orders) WHERE n = 1;
SELECT customer, id, product FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY ts DESC) AS n FROM orders) WHERE n = 1;
SELECT product, id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY product, paid ORDER BY id DESC) AS n FROM orders WHERE quantity > 0) WHERE n = 1;
SELECT COUNT(*), SUM(id) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY ts DESC) AS n FROM orders) WHERE n = 1;
SELECT p.name, l.id FROM people p LEFT JOIN (SELECT id, customer FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY ts DESC) AS n FROM orders) WHERE n = 1) l ON l.customer = p.id;
SELECT DISTINCT CASE WHEN amount > 100 THEN 'much' ELSE 'little' END FROM orders;
SELECT DISTINCT quantity / 2, paid FROM (SELECT CAST(quantity AS DOUBLE) AS quantity, paid FROM orders);
