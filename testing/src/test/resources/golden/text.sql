-- Functions of texts.
CREATE VIEW s AS SELECT * FROM (VALUES (1, 'Hello World', 'o'), (2, '', 'x'), (3, CAST(NULL AS STRING), 'y'), (4, '  übel 😀 ', 'b'), (5, 'a,b,,c', ',')) AS t (id, a, b);
SELECT id, UPPER(a), LOWER(a), CHAR_LENGTH(a), CHARACTER_LENGTH(b) FROM s;
SELECT id, TRIM(a), TRIM(LEADING ' ' FROM a), TRIM(TRAILING ' ' FROM a), TRIM(BOTH 'H' FROM a), LTRIM(a), RTRIM(a) FROM s;
SELECT id, SUBSTRING(a FROM 2), SUBSTRING(a FROM 2 FOR 3), SUBSTRING(a, 3), SUBSTR(a, 1, 2), SUBSTR(a, -3, 2) FROM s;
SELECT id, LEFT(a, 3), RIGHT(a, 3), REVERSE(a), REPEAT(b, 3) FROM s;
SELECT id, LPAD(a, 8, '*'), RPAD(a, 8, 'ab') FROM s WHERE id <> 3;
SELECT id, REPLACE(a, b, '<>'), POSITION(b IN a) FROM s;
-- oracle: SELECT id, instr(a, b), instr(a, b), starts_with(a, 'He'), ends_with(a, 'd') FROM s
SELECT id, INSTR(a, b), LOCATE(b, a), STARTSWITH(a, 'He'), ENDSWITH(a, 'd') FROM s;
SELECT id, CONCAT('<', a, '>') FROM s WHERE id <> 3;
-- by hand: here a missing part makes the whole missing
SELECT id, CONCAT('<', a, '>') FROM s WHERE id = 3;
SELECT id, a || '-' || b, CONCAT_WS('/', a, b, 'z') FROM s;
SELECT id, MD5(a), SHA1(a), SHA256(a), HEX('abc') FROM s;
-- oracle: SELECT id, to_base64(encode(a)), a FROM s
SELECT id, TO_BASE64(a), FROM_BASE64(TO_BASE64(a)) FROM s;
SELECT id, ASCII(b), CHR(65 + id) FROM s;
-- oracle: SELECT id, CASE WHEN a IS NULL THEN NULL WHEN len(string_split(a, ',')) < 3 THEN NULL ELSE string_split(a, ',')[3] END,
-- oracle: CASE WHEN a = '' THEN NULL ELSE string_split(a, ',')[1] END FROM s
SELECT id, SPLIT_INDEX(a, ',', 2), SPLIT_INDEX(a, ',', 0) FROM s;
-- oracle: SELECT id, regexp_matches(a, '[A-Z]'), regexp_replace(a, '[aeiou]', '#', 'g') FROM s
SELECT id, REGEXP(a, '[A-Z]'), REGEXP_REPLACE(a, '[aeiou]', '#') FROM s;
-- oracle: SELECT id, CASE WHEN regexp_matches(a, '(\w+) (\w+)') THEN regexp_extract(a, '(\w+) (\w+)', 2) END FROM s WHERE id < 4
SELECT id, REGEXP_EXTRACT(a, '(\w+) (\w+)', 2) FROM s WHERE id < 4;
SELECT id, a LIKE 'H%', a LIKE '%_W%', a LIKE '', a NOT LIKE '%o%' FROM s;
SELECT id, a LIKE '100!%' ESCAPE '!' FROM (VALUES (1, '100%'), (2, '1000')) AS t (id, a);
-- oracle: SELECT id, a SIMILAR TO 'H.*', a SIMILAR TO '.*(lo|el).*' FROM s
SELECT id, a SIMILAR TO 'H%', a SIMILAR TO '%(lo|el)%' FROM s;
-- oracle: SELECT id, overlay FROM (VALUES (1, 'HXXXo World')) AS t (id, overlay)
SELECT id, OVERLAY(a PLACING 'XXX' FROM 2 FOR 3) FROM s WHERE id = 1;
-- oracle: SELECT 'Hello World Of'
SELECT INITCAP('hello WORLD of');
SELECT id, a < b, a > b, a = b FROM s;
-- by hand: the other database has no such function
SELECT URL_ENCODE('a b/c'), URL_DECODE('a+b%2Fc');
-- by hand: the other database has no such functions
SELECT IS_ALPHA('abc'), IS_ALPHA('a1'), IS_DIGIT('12'), IS_DECIMAL('1.5'), BIN(10), HEX(255);
SELECT name || '!' FROM (VALUES ('x'), ('yy')) AS t (name) WHERE CHAR_LENGTH(name) > 1;
