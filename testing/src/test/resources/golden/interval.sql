-- Joins of rows whose times are near one another.
-- include tables/readings.sql
CREATE VIEW north AS SELECT * FROM readings WHERE place = 'north';
CREATE VIEW south AS SELECT * FROM readings WHERE place = 'south';
CREATE VIEW pairs AS SELECT n.ts AS ts, s.reading AS r FROM north n JOIN south s ON n.sensor = s.sensor AND s.ts BETWEEN n.ts AND n.ts + INTERVAL '3' MINUTE;
-- oracle: SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n  JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL 30 SECOND AND s.ts + INTERVAL 10 SECOND
SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n  JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL '30' SECOND AND s.ts + INTERVAL '10' SECOND;
-- oracle: SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n LEFT JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL 30 SECOND AND s.ts + INTERVAL 10 SECOND
SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n LEFT JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL '30' SECOND AND s.ts + INTERVAL '10' SECOND;
-- oracle: SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n RIGHT JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL 30 SECOND AND s.ts + INTERVAL 10 SECOND
SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n RIGHT JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL '30' SECOND AND s.ts + INTERVAL '10' SECOND;
-- oracle: SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n FULL JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL 30 SECOND AND s.ts + INTERVAL 10 SECOND
SELECT n.sensor, n.ts, n.reading, s.ts, s.reading FROM north n FULL JOIN south s ON n.sensor = s.sensor AND n.ts BETWEEN s.ts - INTERVAL '30' SECOND AND s.ts + INTERVAL '10' SECOND;
-- Strict bounds, and a condition beside them.
-- oracle: SELECT n.sensor, n.ts, s.ts FROM north n LEFT JOIN south s ON n.sensor = s.sensor AND s.ts > n.ts AND s.ts < n.ts + INTERVAL 1 MINUTE AND n.reading < s.reading
SELECT n.sensor, n.ts, s.ts FROM north n LEFT JOIN south s ON n.sensor = s.sensor AND s.ts > n.ts AND s.ts < n.ts + INTERVAL '1' MINUTE AND n.reading < s.reading;
-- Without a key.
-- oracle: SELECT n.sensor, n.ts, s.sensor, s.ts FROM north n FULL JOIN south s ON n.ts BETWEEN s.ts AND s.ts + INTERVAL 1 SECOND
SELECT n.sensor, n.ts, s.sensor, s.ts FROM north n FULL JOIN south s ON n.ts BETWEEN s.ts AND s.ts + INTERVAL '1' SECOND;
-- Windows of pairs: the time of the earlier row is no later than the watermark promises.
-- oracle: SELECT time_bucket(INTERVAL 1 MINUTE, n.ts) AS w, count(*), sum(s.reading) FROM north n JOIN south s ON n.sensor = s.sensor AND s.ts BETWEEN n.ts AND n.ts + INTERVAL 3 MINUTE GROUP BY w
SELECT window_start, COUNT(*), SUM(r) FROM TABLE(TUMBLE(TABLE pairs, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
