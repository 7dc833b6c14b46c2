-- Rows, arrays and maps within rows.
-- oracle: CREATE TABLE docs AS SELECT * FROM read_json('data/nested.json', columns = {id: 'BIGINT',
-- oracle: who: 'STRUCT(name VARCHAR, "at" STRUCT(city VARCHAR, zip INT))', tags: 'VARCHAR[]',
-- oracle: items: 'STRUCT(sku VARCHAR, n INT)[]', props: 'MAP(VARCHAR, VARCHAR)'})
CREATE TABLE docs (id BIGINT, who ROW<name STRING, `at` ROW<city STRING, zip INT>>, tags ARRAY<STRING>,
    items ARRAY<ROW<sku STRING, n INT>>, props MAP<STRING, STRING>)
WITH ('connector' = 'filesystem', 'path' = 'data/nested.json', 'format' = 'json');
SELECT id, who, tags, items FROM docs;
SELECT * FROM docs;
-- oracle: SELECT id, (who).name, (who)."at".city, (who)."at".zip + 1 FROM docs
SELECT id, who.name, docs.who.`at`.city, who.`at`.zip + 1 FROM docs;
SELECT id FROM docs d WHERE d.who.`at`.zip > 8000;
-- oracle: SELECT id, tags[1], tags[2], items[1].sku, props['k'], len(tags) FROM docs
SELECT id, tags[1], tags[2], items[1].sku, props['k'], CARDINALITY(tags) FROM docs;
-- oracle: SELECT {'a': id, 'b': 'x'} FROM docs
SELECT ROW(id, 'x') FROM docs;
-- oracle: SELECT [id, id + 1], [1, 2] FROM docs
SELECT ARRAY[id, id + 1], ARRAY[1, 2] FROM docs;
-- oracle: SELECT id, MAP {'a': id} FROM docs
SELECT id, MAP['a', id] FROM docs;
SELECT tags, COUNT(*) FROM docs GROUP BY tags;
SELECT who, COUNT(*) FROM docs GROUP BY who;
-- oracle: SELECT a.id, b.id FROM docs a JOIN docs b ON (a.who)."at".city = (b.who)."at".city
SELECT a.id, b.id FROM docs a JOIN docs b ON a.who.`at`.city = b.who.`at`.city;
-- Casts of what is nested.
-- oracle: SELECT id, CAST([id, id + 1] AS VARCHAR[]), CAST(items AS STRUCT(sku VARCHAR, n BIGINT)[]) FROM docs
SELECT id, CAST(ARRAY[id, id + 1] AS ARRAY<STRING>), CAST(items AS ARRAY<ROW<sku STRING, n BIGINT>>) FROM docs;
-- oracle: SELECT id, CAST(who AS STRUCT(name VARCHAR, "at" STRUCT(city VARCHAR, zip VARCHAR))) FROM docs
SELECT id, CAST(who AS ROW<name STRING, `at` ROW<city STRING, zip STRING>>) FROM docs;
-- oracle: SELECT id, TRY_CAST(props['k'] AS INT), list_contains(tags, 'y'), string_split('a,b,,c', ',') FROM docs
SELECT id, TRY_CAST(props AS MAP<STRING, INT>)['k'], ARRAY_CONTAINS(tags, 'y'), SPLIT('a,b,,c', ',') FROM docs;
-- fails: bad-cast
SELECT CAST(tags AS ARRAY<INT>) FROM docs;
-- by hand: functions that the other database does not have
SELECT id, STR_TO_MAP('a=1,b'), STR_TO_MAP('k:v;l:w', ';', ':')['l'], ELT(id, 'one', 'two'), PARSE_URL('http://u@h.de:80/p/q?a=1&b=2#r', 'HOST'), PARSE_URL('http://h.de/p?a=1&b=2', 'QUERY', 'b'), PARSE_URL('no url', 'HOST') FROM docs;
