-- Queries within queries.
-- include tables/shop.sql
SELECT id FROM orders WHERE customer IN (SELECT id FROM people WHERE city = 'Ghent');
SELECT id FROM orders WHERE customer NOT IN (SELECT id FROM people WHERE id IS NOT NULL);
SELECT id FROM orders WHERE customer NOT IN (SELECT id FROM people);
SELECT id FROM orders WHERE customer NOT IN (SELECT id FROM people WHERE age > 1000);
SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM people p WHERE p.id = o.customer AND p.age > o.quantity * 10);
SELECT id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM people p WHERE p.id = o.customer AND p.age > o.quantity * 10);
SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM people p WHERE p.id = o.customer) AND o.amount > 100;
SELECT id FROM orders o WHERE (customer, quantity) IN (SELECT id, 3 FROM people);
SELECT id FROM orders WHERE amount > (SELECT AVG(amount) FROM orders);
SELECT id, (SELECT COUNT(*) FROM people) AS n FROM orders WHERE id < 5;
SELECT p.name, (SELECT SUM(o.amount) FROM orders o WHERE o.customer = p.id) AS total FROM people p;
SELECT id FROM orders o WHERE amount = (SELECT MAX(amount) FROM orders i WHERE i.customer = o.customer);
SELECT city FROM people WHERE EXISTS (SELECT 1 FROM orders WHERE id = 1);
SELECT city FROM people WHERE EXISTS (SELECT 1 FROM orders WHERE id = -1);
SELECT id FROM orders WHERE product IN (SELECT product FROM orders GROUP BY product HAVING COUNT(*) > 15);
SELECT customer FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer) WHERE n IN (SELECT id FROM people);
SELECT id FROM orders o WHERE customer IN (SELECT p.id FROM people p WHERE p.age > o.quantity);

-- As values: true, false or unknown.
SELECT p.id, p.id IN (SELECT customer FROM orders WHERE amount > 150) FROM people p WHERE p.id IS NOT NULL;
SELECT p.id, p.id IN (SELECT customer FROM orders WHERE amount > 150 AND customer IS NOT NULL) FROM people p;
SELECT p.id, p.id NOT IN (SELECT quantity FROM orders WHERE quantity > 5) FROM people p;
SELECT p.id, EXISTS (SELECT 1 FROM orders o WHERE o.customer = p.id AND o.amount > 100) FROM people p;
SELECT p.id FROM people p WHERE p.age > 40 OR p.id IN (SELECT customer FROM orders WHERE amount > 180);
SELECT p.id FROM people p WHERE p.age > 40 OR EXISTS (SELECT 1 FROM orders o WHERE o.customer = p.id AND o.amount > 180);
SELECT p.id FROM people p WHERE NOT (p.age > 40 OR p.id IN (SELECT customer FROM orders WHERE amount > 180));
SELECT p.id, (SELECT MAX(o.amount) FROM orders o WHERE o.customer = p.id AND o.quantity > 2) FROM people p;
SELECT p.id, (SELECT COUNT(*) FROM orders o WHERE o.customer = p.id AND o.quantity > 2) FROM people p;
