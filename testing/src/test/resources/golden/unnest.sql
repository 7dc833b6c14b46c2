-- A row for each element.
-- oracle: CREATE TABLE docs AS SELECT * FROM read_json('data/nested.json', columns = {id: 'BIGINT',
-- oracle: who: 'STRUCT(name VARCHAR, "at" STRUCT(city VARCHAR, zip INT))', tags: 'VARCHAR[]',
-- oracle: items: 'STRUCT(sku VARCHAR, n INT)[]', props: 'MAP(VARCHAR, VARCHAR)'})
CREATE TABLE docs (id BIGINT, who ROW<name STRING, `at` ROW<city STRING, zip INT>>, tags ARRAY<STRING>,
    items ARRAY<ROW<sku STRING, n INT>>, props MAP<STRING, STRING>)
WITH ('connector' = 'filesystem', 'path' = 'data/nested.json', 'format' = 'json');
SELECT id, t FROM docs CROSS JOIN UNNEST(tags) AS u(t);
SELECT id, t FROM docs, UNNEST(tags) AS u(t) WHERE t <> 'x';
SELECT id, t FROM docs LEFT JOIN UNNEST(tags) AS u(t) ON TRUE;
-- oracle: SELECT id, i.sku, i.n * 2 FROM docs, UNNEST(items) AS u(i)
SELECT id, sku, n * 2 FROM docs CROSS JOIN UNNEST(items) AS u(sku, n);
-- oracle: SELECT id, who.name, t, o FROM docs, UNNEST(tags) WITH ORDINALITY AS u(t, o)
SELECT id, who.name, t, o FROM docs CROSS JOIN UNNEST(tags) WITH ORDINALITY AS u(t, o);
-- oracle: SELECT id, e.key, e.value FROM docs, UNNEST(map_entries(props)) AS u(e)
SELECT id, k, v FROM docs CROSS JOIN UNNEST(props) AS u(k, v);
SELECT * FROM UNNEST(ARRAY[3, 1, 2]) AS u(x);
SELECT t, COUNT(*) AS n FROM docs CROSS JOIN UNNEST(tags) AS u(t) GROUP BY t;
SELECT id, t, x FROM docs CROSS JOIN UNNEST(tags) AS u(t) CROSS JOIN UNNEST(ARRAY[id, id + 10]) AS v(x);
SELECT id, t FROM docs CROSS JOIN LATERAL (SELECT t FROM UNNEST(tags) AS u(t) WHERE t <> 'y');
