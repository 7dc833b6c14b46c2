-- A session in a zone whose clocks are put forward and back.
-- oracle: PRAGMA TimeZone='Europe/Berlin'
SET 'table.local-time-zone' = 'Europe/Berlin';
-- oracle: CREATE TABLE moments AS SELECT * FROM read_csv('data/moments.csv', header = false, columns = {id: 'INT', l: 'TIMESTAMPTZ'})
CREATE TABLE moments (id INT, l TIMESTAMP_LTZ(3)) WITH ('connector' = 'filesystem', 'path' = 'data/moments.csv', 'format' = 'csv');
-- oracle: SELECT id, l::TIMESTAMP, l::DATE, strftime(l, '%Y-%m-%d %H:%M'), hour(l), day(l) FROM moments
SELECT id, CAST(l AS TIMESTAMP(3)), CAST(l AS DATE), DATE_FORMAT(l, 'yyyy-MM-dd HH:mm'), CAST(HOUR(l) AS INT), CAST(EXTRACT(DAY FROM l) AS INT) FROM moments;
-- oracle: SELECT id FROM moments WHERE l > TIMESTAMP '2024-03-31 03:00:00'
SELECT id FROM moments WHERE l > TIMESTAMP '2024-03-31 03:00:00';
-- oracle: SELECT id FROM moments WHERE l BETWEEN TIMESTAMP '2024-03-31 00:30:00' AND TIMESTAMP '2024-03-31 03:30:00'
SELECT id FROM moments WHERE l BETWEEN TIMESTAMP '2024-03-31 00:30:00' AND TIMESTAMP '2024-03-31 03:30:00';
-- oracle: SELECT epoch(TIMESTAMPTZ '2024-03-31 03:00:00')::BIGINT, epoch(TIMESTAMPTZ '2024-12-24 18:00:00')::BIGINT
SELECT UNIX_TIMESTAMP('2024-03-31 03:00:00'), UNIX_TIMESTAMP('2024-12-24 18:00:00');
-- oracle: SELECT '2024-03-31 03:00:00', '2024-10-27 02:30:00'
SELECT FROM_UNIXTIME(1711846800), FROM_UNIXTIME(1729992600);
-- oracle: SELECT (l::DATE)::VARCHAR, count(*) FROM moments GROUP BY 1
SELECT CAST(CAST(l AS DATE) AS STRING), COUNT(*) FROM moments GROUP BY CAST(l AS DATE);
-- by hand: an hour that is left out is the one after it, and the moment is shown as the clocks do
SELECT CAST(TIMESTAMP '2024-03-31 02:30:00' AS TIMESTAMP_LTZ(3)), CAST('2024-03-31 04:00:00' AS TIMESTAMP_LTZ(0)), TO_TIMESTAMP_LTZ(1711846800, 0);
-- fails: overflow
SELECT CAST(TIMESTAMP '1500-01-01 00:00:00' AS TIMESTAMP(9));

-- Windows of moments are cut by the clocks of the zone: a day may have 23 or 25 hours, and an hour come twice or never.
-- oracle: CREATE TABLE nights AS SELECT *, l::TIMESTAMP AS c FROM read_csv('data/nights.csv', header = false, columns = {l: 'TIMESTAMPTZ', k: 'VARCHAR', n: 'INT'})
CREATE TABLE nights (l TIMESTAMP_LTZ(3), k STRING, n INT, WATERMARK FOR l AS l - INTERVAL '30' MINUTE) WITH ('connector' = 'filesystem', 'path' = 'data/nights.csv', 'format' = 'csv');
-- oracle: SELECT time_bucket(INTERVAL 1 DAY, c) AS s, s + INTERVAL 1 DAY, count(*), sum(n) FROM nights GROUP BY s
SELECT window_start, window_end, COUNT(*), SUM(n) FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
-- oracle: SELECT time_bucket(INTERVAL 1 HOUR, c) AS s, k, count(*), sum(n) FROM nights GROUP BY s, k
SELECT window_start, k, COUNT(*), SUM(n) FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '1' HOUR)) GROUP BY window_start, window_end, k;
-- oracle: SELECT s, s + INTERVAL 3 HOUR, count(*), max(n) FROM (SELECT time_bucket(INTERVAL 1 HOUR, c) - INTERVAL 1 HOUR * i AS s, * FROM nights, range(3) AS r (i)) GROUP BY s
SELECT window_start, window_end, COUNT(*), MAX(n) FROM TABLE(HOP(TABLE nights, DESCRIPTOR(l), INTERVAL '1' HOUR, INTERVAL '3' HOUR)) GROUP BY window_start, window_end;
-- oracle: SELECT s, e, count(*) FROM (SELECT s, s + INTERVAL 2 HOUR * (i + 1) AS e, c FROM (SELECT time_bucket(INTERVAL 6 HOUR, c) AS s, * FROM nights), range(3) AS r (i)) WHERE c < e GROUP BY s, e
SELECT window_start, window_end, COUNT(*) FROM TABLE(CUMULATE(TABLE nights, DESCRIPTOR(l), INTERVAL '2' HOUR, INTERVAL '6' HOUR)) GROUP BY window_start, window_end;
-- The rows themselves; window_time is a moment, shown as the clocks do.
-- oracle: SELECT k, n, time_bucket(INTERVAL 4 HOUR, c) AS s FROM nights WHERE n > 7
SELECT k, n, window_start FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '4' HOUR)) WHERE n > 7;
-- by hand: a millisecond before the end, which in October comes when the hour has been for the second time
SELECT window_end, window_time, CAST(EXTRACT(EPOCH FROM window_time) AS BIGINT), COUNT(*) FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '3' HOUR)) GROUP BY window_start, window_end, window_time;
-- Windows of windows, the first rows of each, and windows joined.
-- oracle: SELECT time_bucket(INTERVAL 6 HOUR, s) AS b, max(m), count(*) FROM (SELECT time_bucket(INTERVAL 1 HOUR, c) AS s, k, count(*) AS m FROM nights GROUP BY s, k) GROUP BY b
SELECT window_start, MAX(m), COUNT(*) FROM TABLE(TUMBLE((SELECT window_time AS rt, k, COUNT(*) AS m FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '1' HOUR)) GROUP BY window_start, window_end, window_time, k), DESCRIPTOR(rt), INTERVAL '6' HOUR)) GROUP BY window_start, window_end;
-- oracle: SELECT s, count(*), sum(m) FROM (SELECT time_bucket(INTERVAL 1 HOUR, c) AS s, k, count(*) AS m FROM nights GROUP BY s, k) GROUP BY s
SELECT window_start, COUNT(*), SUM(m) FROM (SELECT window_start, window_end, k, COUNT(*) AS m FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '1' HOUR)) GROUP BY window_start, window_end, k) GROUP BY window_start, window_end;
-- oracle: SELECT s, k, m FROM (SELECT *, row_number() OVER (PARTITION BY s ORDER BY m DESC, k) AS p FROM (SELECT time_bucket(INTERVAL 3 HOUR, c) AS s, k, sum(n) AS m FROM nights GROUP BY s, k)) WHERE p = 1
SELECT window_start, k, m FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY m DESC, k) AS p FROM (SELECT window_start, window_end, k, SUM(n) AS m FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '3' HOUR)) GROUP BY window_start, window_end, k)) WHERE p = 1;
-- oracle: SELECT time_bucket(INTERVAL 2 HOUR, a.c) AS s, count(*), sum(a.n * b.n) FROM nights AS a JOIN nights AS b ON time_bucket(INTERVAL 2 HOUR, a.c) = time_bucket(INTERVAL 2 HOUR, b.c) AND a.k = 'a' AND b.k = 'b' GROUP BY s
SELECT window_start, COUNT(*), SUM(x * y) FROM (SELECT a.window_start, a.window_end, a.n AS x, b.n AS y FROM (SELECT * FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '2' HOUR)) WHERE k = 'a') AS a JOIN (SELECT * FROM TABLE(TUMBLE(TABLE nights, DESCRIPTOR(l), INTERVAL '2' HOUR)) WHERE k = 'b') AS b ON a.window_start = b.window_start AND a.window_end = b.window_end) GROUP BY window_start, window_end;
-- Sessions are gaps between moments; their bounds are shown by the clocks.
-- by hand: one session a night
SELECT window_start, window_end, COUNT(*) FROM TABLE(SESSION(TABLE nights, DESCRIPTOR(l), INTERVAL '2' HOUR)) GROUP BY window_start, window_end;
-- oracle: SELECT time_bucket(INTERVAL 1 DAY, c) AS s, count(*) FROM nights GROUP BY s
SELECT TUMBLE_START(l, INTERVAL '1' DAY), COUNT(*) FROM nights GROUP BY TUMBLE(l, INTERVAL '1' DAY);
