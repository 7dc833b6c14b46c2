-- Texts as they come from a file.
-- include tables/shop.sql
SELECT id, UPPER(product), CHAR_LENGTH(product), product || '/' || COALESCE(CAST(quantity AS STRING), '?') FROM orders;
SELECT id, SUBSTRING(product, 2, 2), REPLACE(product, 'e', '3'), POSITION('e' IN product) FROM orders WHERE product LIKE '%e%';
SELECT id FROM orders WHERE UPPER(product) = 'TEA' OR product LIKE 'c%' AND NOT product LIKE '%x';
SELECT LOWER(product), COUNT(*), MIN(SUBSTRING(product, 2)) FROM orders GROUP BY LOWER(product);
SELECT product, name FROM orders o JOIN people p ON CHAR_LENGTH(o.product) = p.id AND o.id < 20;
SELECT name, UPPER(city), LOWER(city) || name FROM people;
SELECT id, CASE WHEN product IS NULL THEN 'none' WHEN product = 'tea' THEN product || '!' ELSE UPPER(product) END FROM orders;
SELECT CONCAT_WS('-', name, city, CAST(age AS STRING)) FROM people;
SELECT product, paid FROM orders WHERE product > 'b' ORDER BY product, paid, id LIMIT 9;
