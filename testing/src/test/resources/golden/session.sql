-- Sessions: rows that are at most a gap apart.
-- include tables/readings.sql
-- oracle: SELECT sensor, min(ts), max(ts) + INTERVAL 10 SECOND, count(*), sum(reading) FROM (SELECT *, sum(fresh) OVER (PARTITION BY sensor ORDER BY ts, reading) AS g FROM (SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY sensor ORDER BY ts, reading) <= INTERVAL 10 SECOND THEN 0 ELSE 1 END AS fresh FROM readings)) GROUP BY sensor, g
SELECT sensor, window_start, window_end, COUNT(*), SUM(reading) FROM TABLE(SESSION(TABLE readings PARTITION BY sensor, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY sensor, window_start, window_end;
-- oracle: SELECT min(ts), max(ts) + INTERVAL 5 SECOND, count(*), min(sensor) FROM (SELECT *, sum(fresh) OVER (ORDER BY ts, reading, sensor) AS g FROM (SELECT *, CASE WHEN ts - lag(ts) OVER (ORDER BY ts, reading, sensor) <= INTERVAL 5 SECOND THEN 0 ELSE 1 END AS fresh FROM readings)) GROUP BY g
SELECT window_start, window_end, COUNT(*), MIN(sensor) FROM TABLE(SESSION(TABLE readings, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
-- oracle: SELECT place, min(ts), max(sensor) FROM (SELECT *, sum(fresh) OVER (PARTITION BY place ORDER BY ts, reading, sensor) AS g FROM (SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY place ORDER BY ts, reading, sensor) <= INTERVAL 20 SECOND THEN 0 ELSE 1 END AS fresh FROM readings)) GROUP BY place, g
SELECT place, SESSION_START(ts, INTERVAL '20' SECOND), MAX(sensor) FROM readings GROUP BY place, SESSION(ts, INTERVAL '20' SECOND);
