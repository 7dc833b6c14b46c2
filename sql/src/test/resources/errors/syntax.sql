SELECT 1; SELEC 2
====
CREATE TABLE t (
    a INT
    b STRING
)
====
SELECT a, b, FROM t
====
-- a comment; with a semicolon
SELECT a FROM t
WHER a > 3
====
SELECT COUNT(* FROM t
====
SELECT 'abc FROM t
====
SELECT value FROM t
====
SELECT "a" FROM t
====
SELECT a FORM t
====
SELECT a FROM
====
CREATE TABLE t (a INT, b STRING) WITH ('connector'='filesystem' 'path'='x', 'format'='csv');
====
CREATE TABLE t (a INT, b STRING) WITH (connector='filesystem', 'path'='x');
====
CREATE TABLE t (a INT, b STRING) WITH ("connector"="filesystem");
====
SELECT * FROM t WHERE a == 3;
====
SELECT a FROM t
SELECT b FROM t;
====
SELECT a FROM t WHERE name = "Anna";
====
CREATE TABLE t (a INT, b STRING,) WITH ('connector'='print');
====
SELECT a, COUNT(*) FROM t GROUP a;
====
SELECT a FROM t ORDER a;
====
INSERT t SELECT 1;
====
CREATE TABLE t (a VARCHAR2(10)) WITH ('connector'='print');
====
SELECT TOP 10 a FROM t;
====
SELECT a FROM t LIMIT 10, 20;
====
SELECT a FROM t WHERE a != 3 && b = 1;
====
SELECT CASE WHEN a > 1 THEN 2 FROM t;
====
SELECT a::INT FROM t;
====
SELECT a FROM t1, t2 ON t1.a = t2.a;
====
SELECT a FROM t WHERE a IN 1,2,3;
====
SELECT * EXCEPT (a) FROM t;
====
SELECT DISTINCT ON (a) b FROM t;
====
SELECT a FROM t WHERE s LIKE 'it's';
====
SET parallelism.default = 2;
SET 'parallelism.default' 2;
====
SELECT a FROM t # comment
====
CREATE TABLE t (a INT) WITH ('connector'='print')
INSERT INTO t VALUES (1);
====
SELECT [1,2,3];
====
SELECT FROM t;
====
SELECT origin COUNT(*) FROM flights;
====
SELECT origin, SUM(delay) AS d CASE WHEN 1 = 1 THEN 2 END FROM flights;
