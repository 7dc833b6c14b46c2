-- Sorting, limits, the best of each.
-- include tables/shop.sql
SELECT id, amount FROM orders ORDER BY amount, id;
SELECT id, amount FROM orders ORDER BY amount DESC, id DESC;
SELECT id, product, quantity FROM orders ORDER BY product, quantity DESC, id;
SELECT id, rate FROM orders ORDER BY rate NULLS LAST, id DESC;
SELECT id, ts FROM orders ORDER BY ts DESC;
SELECT name, born FROM people ORDER BY born, name;
SELECT id, amount FROM orders ORDER BY amount DESC, id LIMIT 5;
SELECT id, amount FROM orders ORDER BY amount DESC, id LIMIT 5 OFFSET 3;
SELECT id, amount FROM orders ORDER BY amount, id OFFSET 75 ROWS;
SELECT id, amount FROM orders ORDER BY amount, id LIMIT 0;
SELECT id, amount FROM orders ORDER BY amount DESC, id FETCH FIRST 3 ROWS ONLY;
SELECT id FROM orders ORDER BY amount * quantity, id LIMIT 7;
SELECT customer, SUM(amount) AS total FROM orders GROUP BY customer ORDER BY total DESC, customer LIMIT 4;
SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer ORDER BY n, customer;
SELECT product FROM orders GROUP BY product ORDER BY COUNT(*) DESC, product;
SELECT COUNT(*) FROM (SELECT id FROM orders LIMIT 10);
SELECT COUNT(*) FROM (SELECT id FROM orders LIMIT 1000);
SELECT COUNT(*) FROM (SELECT id FROM orders OFFSET 30 ROWS);
SELECT SUM(amount) FROM (SELECT amount FROM orders ORDER BY amount DESC, id LIMIT 10);
SELECT x.id, p.name FROM (SELECT id, customer FROM orders ORDER BY amount DESC, id LIMIT 20) x JOIN people p ON x.customer = p.id;
-- The best of each.
SELECT customer, id, amount, place FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount DESC, id) AS place FROM orders) WHERE place <= 2;
SELECT customer, id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount, id DESC) AS place FROM orders) WHERE place <= 3;
SELECT customer, id, place FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer, product ORDER BY ts) AS place FROM orders) WHERE place = 1;
SELECT customer, id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY ts DESC) AS place FROM orders) WHERE place = 1;
SELECT id, place FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY amount DESC, id) AS place FROM orders) WHERE place <= 6;
SELECT customer, amount FROM (SELECT customer, amount, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount DESC) AS place FROM orders) WHERE place <= 2;
-- The best of what is updated.
SELECT customer, n, place FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n DESC, customer) AS place FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer)) WHERE place <= 5;
SELECT product, customer, total FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY product ORDER BY total DESC, customer) AS place FROM (SELECT product, customer, SUM(amount) AS total FROM orders GROUP BY product, customer)) WHERE place <= 2;
SELECT place, COUNT(*) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY id) AS place FROM orders) WHERE place <= 3 GROUP BY place;
