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
