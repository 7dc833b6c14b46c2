-- Windows of event time, as functions of tables.
-- include tables/readings.sql
-- oracle: SELECT time_bucket(INTERVAL 1 MINUTE, ts) AS s, sensor, count(*), sum(reading), min(reading) FROM readings GROUP BY s, sensor
SELECT window_start, sensor, COUNT(*), SUM(reading), MIN(reading) FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, sensor;
-- oracle: SELECT s, s + INTERVAL 5 MINUTE, s + INTERVAL 5 MINUTE - INTERVAL 1 MILLISECOND, count(*), count(DISTINCT sensor), max(place), (avg(reading))::DECIMAL(20, 9)::DOUBLE FROM (SELECT time_bucket(INTERVAL 5 MINUTE, ts) AS s, * FROM readings) GROUP BY s
SELECT window_start, window_end, window_time, COUNT(*), COUNT(DISTINCT sensor), MAX(place), ROUND(AVG(CAST(reading AS DOUBLE)), 9) FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, window_time;
-- With an offset.
-- oracle: SELECT time_bucket(INTERVAL 5 MINUTE, ts, INTERVAL 1 MINUTE) AS s, count(*) FROM readings GROUP BY s
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
-- oracle: SELECT s, place, count(*), sum(reading) FROM (SELECT time_bucket(INTERVAL 1 MINUTE, ts) - INTERVAL 1 MINUTE * i AS s, * FROM readings, range(5) AS r (i)) GROUP BY s, place
SELECT window_start, place, COUNT(*), SUM(reading) FROM TABLE(HOP(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, place;
-- Many panes a window: sums of every kind are taken away again, minima are not.
-- oracle: SELECT s, sensor, count(*), count(*) FILTER (WHERE reading > 20), sum(reading), (avg(reading))::DECIMAL(20, 9)::DOUBLE, sum(reading::DECIMAL(30, 4)), (var_pop(reading))::DECIMAL(20, 6)::DOUBLE FROM (SELECT time_bucket(INTERVAL 30 SECOND, ts) - INTERVAL 30 SECOND * i AS s, * FROM readings, range(20) AS r (i)) GROUP BY s, sensor
SELECT window_start, sensor, COUNT(*), COUNT(*) FILTER (WHERE reading > 20), SUM(reading), ROUND(AVG(CAST(reading AS DOUBLE)), 9), SUM(CAST(reading AS DECIMAL(30, 4))), ROUND(VAR_POP(CAST(reading AS DOUBLE)), 6) FROM TABLE(HOP(TABLE readings, DESCRIPTOR(ts), INTERVAL '30' SECOND, INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, sensor;
-- oracle: SELECT s, place, min(reading), max(sensor), count(*) FROM (SELECT time_bucket(INTERVAL 30 SECOND, ts) - INTERVAL 30 SECOND * i AS s, * FROM readings, range(6) AS r (i)) GROUP BY s, place
SELECT window_start, place, MIN(reading), MAX(sensor), COUNT(*) FROM TABLE(HOP(TABLE readings, DESCRIPTOR(ts), INTERVAL '30' SECOND, INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, place;
-- oracle: SELECT s, e, place, max(reading), count(*) FROM (SELECT s, s + INTERVAL 1 MINUTE * (i + 1) AS e, ts, reading, place FROM (SELECT time_bucket(INTERVAL 5 MINUTE, ts) AS s, * FROM readings), range(5) AS r (i)) WHERE ts < e GROUP BY s, e, place
SELECT window_start, window_end, place, MAX(reading), COUNT(*) FROM TABLE(CUMULATE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, place;
-- A size that is no multiple of the slide.
-- oracle: SELECT s, count(*), min(reading) FROM (SELECT time_bucket(INTERVAL 2 MINUTE, ts) - INTERVAL 2 MINUTE * i AS s, * FROM readings, range(3) AS r (i)) WHERE ts < s + INTERVAL 5 MINUTE GROUP BY s
SELECT window_start, COUNT(*), MIN(reading) FROM TABLE(HOP(TABLE readings, DESCRIPTOR(ts), INTERVAL '2' MINUTE, INTERVAL '5' MINUTE)) GROUP BY window_start, window_end;
-- A slide that leaves gaps.
-- oracle: SELECT s, count(*) FROM (SELECT time_bucket(INTERVAL 5 MINUTE, ts) AS s, * FROM readings) WHERE ts < s + INTERVAL 2 MINUTE GROUP BY s
SELECT window_start, COUNT(*) FROM TABLE(HOP(TABLE readings, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '2' MINUTE)) GROUP BY window_start, window_end;
-- oracle: SELECT s, e, count(*), sum(reading), count(DISTINCT sensor) FROM (SELECT s, s + INTERVAL 2 MINUTE * (i + 1) AS e, ts, reading, sensor FROM (SELECT time_bucket(INTERVAL 10 MINUTE, ts) AS s, * FROM readings), range(5) AS r (i)) WHERE ts < e GROUP BY s, e
SELECT window_start, window_end, COUNT(*), SUM(reading), COUNT(DISTINCT sensor) FROM TABLE(CUMULATE(TABLE readings, DESCRIPTOR(ts), INTERVAL '2' MINUTE, INTERVAL '10' MINUTE)) GROUP BY window_start, window_end;
-- The rows themselves, with their windows.
-- oracle: SELECT sensor, reading, time_bucket(INTERVAL 1 MINUTE, ts), time_bucket(INTERVAL 1 MINUTE, ts) + INTERVAL 1 MINUTE FROM readings WHERE reading > 60
SELECT sensor, reading, window_start, window_end FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) WHERE reading > 60;
-- oracle: SELECT sensor, reading, time_bucket(INTERVAL 1 MINUTE, ts) - INTERVAL 1 MINUTE * i FROM readings, range(3) AS r (i) WHERE reading > 60
SELECT sensor, reading, window_start FROM TABLE(HOP(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) WHERE reading > 60;
-- A filter below, HAVING and a filter above, FILTER within.
-- oracle: SELECT time_bucket(INTERVAL 2 MINUTE, ts) AS s, sensor, count(*) FILTER (WHERE reading > 20), sum(reading) FROM readings WHERE place = 'north' GROUP BY s, sensor HAVING count(*) > 1
SELECT window_start, sensor, COUNT(*) FILTER (WHERE reading > 20), SUM(reading) FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) WHERE place = 'north' GROUP BY window_start, window_end, sensor HAVING COUNT(*) > 1;
-- The old way to write them.
-- oracle: SELECT time_bucket(INTERVAL 1 MINUTE, ts) AS s, s + INTERVAL 1 MINUTE, place, count(*) FROM readings GROUP BY s, place
SELECT TUMBLE_START(ts, INTERVAL '1' MINUTE), TUMBLE_END(ts, INTERVAL '1' MINUTE), place, COUNT(*) FROM readings GROUP BY place, TUMBLE(ts, INTERVAL '1' MINUTE);
-- oracle: SELECT s, count(*) FROM (SELECT time_bucket(INTERVAL 1 MINUTE, ts) - INTERVAL 1 MINUTE * i AS s FROM readings, range(2) AS r (i)) GROUP BY s
SELECT HOP_START(ts, INTERVAL '1' MINUTE, INTERVAL '2' MINUTE), COUNT(*) FROM readings GROUP BY HOP(ts, INTERVAL '1' MINUTE, INTERVAL '2' MINUTE);
-- Only some of a window's columns.
-- oracle: SELECT n, count(*) FROM (SELECT time_bucket(INTERVAL 1 MINUTE, ts) AS s, count(*) AS n FROM readings GROUP BY s) GROUP BY n
SELECT n, COUNT(*) FROM (SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end) GROUP BY n;

-- Windows of windows.
-- oracle: SELECT time_bucket(INTERVAL 5 MINUTE, s) AS b, max(n), count(*) FROM (SELECT time_bucket(INTERVAL 1 MINUTE, ts) AS s, sensor, count(*) AS n FROM readings GROUP BY s, sensor) GROUP BY b
SELECT window_start, MAX(n), COUNT(*) FROM TABLE(TUMBLE((SELECT window_time AS rt, sensor, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, window_time, sensor), DESCRIPTOR(rt), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end;
