-- Joins of all types.
-- include tables/shop.sql
SELECT o.id, p.name FROM orders o JOIN people p ON o.customer = p.id;
SELECT o.id, p.name FROM orders o LEFT JOIN people p ON o.customer = p.id;
SELECT o.id, p.name FROM orders o RIGHT JOIN people p ON o.customer = p.id;
SELECT o.id, p.name FROM orders o FULL JOIN people p ON o.customer = p.id;
-- With a condition beyond equality.
SELECT o.id, p.name FROM orders o JOIN people p ON o.customer = p.id AND o.quantity * 10 > p.age;
SELECT o.id, p.name FROM orders o LEFT JOIN people p ON o.customer = p.id AND o.quantity * 10 > p.age;
SELECT o.id, p.name FROM orders o RIGHT JOIN people p ON o.customer = p.id AND o.quantity * 10 > p.age AND o.paid;
SELECT o.id, p.name FROM orders o FULL JOIN people p ON o.customer = p.id AND o.quantity * 10 > p.age AND p.city = 'Ghent';
SELECT o.id, p.name FROM orders o LEFT JOIN people p ON o.customer = p.id WHERE p.name IS NULL;
SELECT o.id, p.name FROM orders o LEFT JOIN people p ON o.customer = p.id AND p.age > 1000;
-- Several keys, expressions as keys, missing keys that count as equal.
SELECT a.id, b.id FROM orders a JOIN orders b ON a.customer = b.customer AND a.product = b.product AND a.id < b.id;
SELECT a.id, b.id FROM orders a JOIN orders b ON a.customer + 1 = b.quantity WHERE a.id < 20;
SELECT a.id, b.id FROM orders a JOIN orders b ON a.customer IS NOT DISTINCT FROM b.customer AND a.id < b.id WHERE a.id < 20;
SELECT p.name, q.name FROM people p JOIN people q ON p.city = q.city AND p.name < q.name;
SELECT p.name, q.name FROM people p JOIN people q USING (city) WHERE p.id < q.id;
-- Keys of two types.
SELECT o.id, p.name FROM orders o JOIN people p ON o.id = p.id;
-- No keys.
SELECT p.name, q.name FROM people p CROSS JOIN people q WHERE p.id < 3;
SELECT p.name, q.age FROM people p JOIN people q ON p.age < q.age WHERE q.age > 45;
SELECT p.name, q.age FROM people p LEFT JOIN people q ON p.age < q.age AND q.age > 48;
SELECT p.name, q.name FROM people p, people q WHERE p.id = q.id + 1;
-- Three, and one with aggregates on both sides.
SELECT a.id, p.name, q.name FROM orders a JOIN people p ON a.customer = p.id LEFT JOIN people q ON q.id = p.id + 1 AND q.city = p.city WHERE a.amount > 100;
SELECT p.name, o.n, o.total FROM people p LEFT JOIN (SELECT customer, COUNT(*) AS n, SUM(amount) AS total FROM orders GROUP BY customer) o ON p.id = o.customer;
SELECT a.customer, a.n, b.n FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer) a FULL JOIN (SELECT quantity, COUNT(*) AS n FROM orders GROUP BY quantity) b ON a.customer = b.quantity;
SELECT p.city, COUNT(*), SUM(o.amount) FROM people p LEFT JOIN orders o ON p.id = o.customer GROUP BY p.city;
-- A result that is updated, on the left of an outer join.
SELECT x.n, p.name FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer) x LEFT JOIN people p ON x.n = p.id;
-- Looking things up in a table as of now: one row a key, several, none, a condition, two keys.
-- oracle: SELECT o.id, p.name, p.age FROM orders o JOIN people p ON o.customer = p.id
SELECT o.id, p.name, p.age FROM (SELECT *, PROCTIME() AS now FROM orders) AS o JOIN people FOR SYSTEM_TIME AS OF o.now AS p ON o.customer = p.id;
-- oracle: SELECT o.id, p.name, p.age FROM orders o LEFT JOIN people p ON o.customer = p.id
SELECT o.id, p.name, p.age FROM (SELECT *, PROCTIME() AS now FROM orders) AS o LEFT JOIN people FOR SYSTEM_TIME AS OF o.now AS p ON o.customer = p.id;
-- oracle: SELECT o.id, p.name FROM orders o LEFT JOIN people p ON o.customer = p.id AND o.quantity * 10 > p.age
SELECT o.id, p.name FROM (SELECT *, PROCTIME() AS now FROM orders) AS o LEFT JOIN people FOR SYSTEM_TIME AS OF o.now AS p ON o.customer = p.id AND o.quantity * 10 > p.age;
-- oracle: SELECT a.name, p.name FROM people a JOIN people p ON a.city = p.city
SELECT a.name, p.name FROM (SELECT *, PROCTIME() AS now FROM people) AS a JOIN people FOR SYSTEM_TIME AS OF a.now AS p ON a.city = p.city;
-- oracle: SELECT o.id, p.name FROM orders o JOIN people p ON o.customer = p.id AND o.product = p.name
SELECT o.id, p.name FROM (SELECT *, PROCTIME() AS now FROM orders) AS o JOIN people FOR SYSTEM_TIME AS OF o.now AS p ON o.customer = p.id AND o.product = p.name;
-- Grouped by what is looked up, and by a key that the rows were dealt out by before.
-- oracle: SELECT p.city, COUNT(*), SUM(o.amount) FROM orders o JOIN people p ON o.customer = p.id GROUP BY p.city
SELECT p.city, COUNT(*), SUM(o.amount) FROM (SELECT *, PROCTIME() AS now FROM orders) AS o JOIN people FOR SYSTEM_TIME AS OF o.now AS p ON o.customer = p.id GROUP BY p.city;
