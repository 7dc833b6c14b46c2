-- Values of every type through keys, joins, orders and aggregates.
CREATE VIEW v AS SELECT id, CAST(t AS TINYINT) AS t, CAST(s AS SMALLINT) AS s, CAST(b AS BIGINT) AS b, CAST(f AS FLOAT) AS f, CAST(d AS DOUBLE) AS d, CAST(x AS DECIMAL(5, 2)) AS x, CAST(y AS DECIMAL(38, 10)) AS y, o, CAST(c AS STRING) AS c, CAST(e AS DATE) AS e, CAST(g AS TIMESTAMP(3)) AS g FROM (VALUES
    (1, 127, 32767, 9223372036854775807, 1.5, 2.5, 999.99, '1234567890123456789012345678.0123456789', TRUE, 'a', '2024-02-29', '2024-02-29 00:00:00.001'),
    (2, -128, -32768, -9223372036854775808, -1.5, -2.5, -999.99, '-0.0000000001', FALSE, '', '0001-01-01', '1969-12-31 23:59:59.999'),
    (3, 0, 0, 0, 0, 0, 0, '0', TRUE, 'é', '9999-12-31', '2024-02-29 00:00:00.001'),
    (4, 127, 32767, 0, 1.5, 0, 0.01, '1234567890123456789012345678.0123456789', FALSE, 'a', '2024-02-29', '9999-12-31 23:59:59.999'),
    (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS t (id, t, s, b, f, d, x, y, o, c, e, g);
SELECT * FROM v;
SELECT t, COUNT(*), SUM(id) FROM v GROUP BY t;
SELECT s, COUNT(*) FROM v GROUP BY s;
SELECT b, COUNT(*) FROM v GROUP BY b;
SELECT f, COUNT(*) FROM v GROUP BY f;
SELECT d, COUNT(*) FROM v GROUP BY d;
SELECT x, COUNT(*) FROM v GROUP BY x;
SELECT y, COUNT(*) FROM v GROUP BY y;
SELECT o, COUNT(*) FROM v GROUP BY o;
SELECT c, COUNT(*) FROM v GROUP BY c;
SELECT e, COUNT(*) FROM v GROUP BY e;
SELECT g, COUNT(*) FROM v GROUP BY g;
SELECT t, s, b, f, d, x, y, o, c, e, g, COUNT(*) FROM v GROUP BY t, s, b, f, d, x, y, o, c, e, g;
SELECT a.id, b.id FROM v a JOIN v b ON a.t = b.t AND a.y = b.y AND a.f = b.f;
SELECT a.id, b.id FROM v a LEFT JOIN v b ON a.e = b.e AND a.o <> b.o;
SELECT a.id, b.id FROM v a FULL JOIN v b ON a.g = b.g AND a.id < b.id;
SELECT a.id, b.id FROM v a JOIN v b ON a.t = b.id - 1;
SELECT a.id, b.id FROM v a JOIN v b ON a.x = b.d;
SELECT MIN(t), MAX(t), MIN(s), MAX(s), MIN(b), MAX(b), MIN(f), MAX(f), MIN(d), MAX(d) FROM v;
SELECT MIN(x), MAX(x), MIN(y), MAX(y), MIN(o), MAX(o), MIN(c), MAX(c), MIN(e), MAX(e), MIN(g), MAX(g) FROM v;
-- oracle: SELECT sum(x), sum(y), sum(f), sum(d), avg(d), (sum(x) / 4)::DECIMAL(20, 6) FROM v
SELECT SUM(x), SUM(y), SUM(f), SUM(d), AVG(d), AVG(x) FROM v;
SELECT COUNT(DISTINCT t), COUNT(DISTINCT b), COUNT(DISTINCT f), COUNT(DISTINCT x), COUNT(DISTINCT y), COUNT(DISTINCT o), COUNT(DISTINCT c), COUNT(DISTINCT e), COUNT(DISTINCT g) FROM v;
SELECT id, y FROM v ORDER BY y, id;
SELECT id, b FROM v ORDER BY b DESC;
SELECT id, c FROM v ORDER BY c, id;
SELECT id, f FROM v ORDER BY f DESC, id;
SELECT id, e, g FROM v ORDER BY e DESC, g;
SELECT id FROM v WHERE t = 127 AND x < 100 OR y < 0 OR e > DATE '9000-01-01';
SELECT id FROM v WHERE b + 0 > 9223372036854775806;
-- by hand: digits past 38 are taken from the scale
SELECT id, y + 1, y * 2, -y, y - x FROM v;
-- fails: overflow
SELECT b + 1 FROM v;
