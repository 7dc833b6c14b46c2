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
-- Times bounded by a column that is no event time.
-- oracle: SELECT n.sensor, n.ts, s.ts, s.reading FROM (SELECT sensor, ts, ts + to_seconds(reading % 90) AS until FROM readings WHERE place = 'north') n JOIN south s ON n.sensor = s.sensor AND s.ts BETWEEN n.ts AND n.until
SELECT n.sensor, n.ts, s.ts, s.reading FROM (SELECT sensor, ts, TIMESTAMPADD(SECOND, CAST(MOD(reading, 90) AS INTEGER), ts) AS until FROM readings WHERE place = 'north') n JOIN south s ON n.sensor = s.sensor AND s.ts BETWEEN n.ts AND n.until;
-- The rows with the greatest reading of their window: the end of a window is a time.
-- oracle: SELECT r.sensor, r.ts, r.reading FROM readings r JOIN (SELECT max(reading) AS m, time_bucket(INTERVAL 1 MINUTE, ts) + INTERVAL 1 MINUTE AS e FROM readings GROUP BY e) w ON r.reading = w.m AND r.ts BETWEEN w.e - INTERVAL 1 MINUTE AND w.e
SELECT r.sensor, r.ts, r.reading FROM readings r JOIN (SELECT MAX(reading) AS m, window_end AS e FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end) w ON r.reading = w.m WHERE r.ts BETWEEN w.e - INTERVAL '1' MINUTE AND w.e;
-- The same with numbers that are found often, and rows at the very start of a window, which may be the greatest of the one before it.
-- oracle: CREATE VIEW marks AS SELECT sensor, place, ts, reading % 5 AS mark FROM readings
CREATE VIEW marks AS SELECT sensor, place, ts, CAST(MOD(reading, 5) AS BIGINT) AS mark FROM readings;
-- oracle: CREATE VIEW best AS SELECT max(mark) AS m, time_bucket(INTERVAL 10 SECOND, ts) + INTERVAL 10 SECOND AS e FROM marks GROUP BY e
CREATE VIEW best AS SELECT MAX(mark) AS m, window_end AS e FROM TABLE(TUMBLE(TABLE marks, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
-- oracle: CREATE VIEW bestnorth AS SELECT max(mark) AS m, time_bucket(INTERVAL 10 SECOND, ts) + INTERVAL 10 SECOND AS e FROM marks WHERE place = 'north' GROUP BY e
CREATE VIEW bestnorth AS SELECT MAX(mark) AS m, window_end AS e FROM TABLE(TUMBLE(TABLE marks, DESCRIPTOR(ts), INTERVAL '10' SECOND)) WHERE place = 'north' GROUP BY window_start, window_end;
-- oracle: SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL 10 SECOND AND b.e
SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL '10' SECOND AND b.e;
-- oracle: SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark >= b.m AND r.ts >= b.e - INTERVAL 10 SECOND AND r.ts < b.e WHERE r.place = 'south'
SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark >= b.m AND r.ts >= b.e - INTERVAL '10' SECOND AND r.ts < b.e WHERE r.place = 'south';
-- Bounded by the start of the window, too: it lies behind the watermark by the length of the window at most.
-- oracle: CREATE VIEW windows AS SELECT max(mark) AS m, time_bucket(INTERVAL 10 SECOND, ts) AS s, s + INTERVAL 10 SECOND AS e FROM marks GROUP BY s
CREATE VIEW windows AS SELECT MAX(mark) AS m, window_start AS s, window_end AS e FROM TABLE(TUMBLE(TABLE marks, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
-- oracle: SELECT r.sensor, r.ts, r.mark, w.e FROM marks r JOIN windows w ON r.mark = w.m AND r.ts >= w.s AND r.ts < w.e
SELECT r.sensor, r.ts, r.mark, w.e FROM marks r JOIN windows w ON r.mark = w.m AND r.ts >= w.s AND r.ts < w.e;
-- oracle: SELECT r.sensor, r.ts, r.mark, w.e FROM windows w JOIN marks r ON r.mark < w.m AND r.ts >= w.s AND r.ts < w.e WHERE r.place = 'south'
SELECT r.sensor, r.ts, r.mark, w.e FROM windows w JOIN marks r ON r.mark < w.m AND r.ts >= w.s AND r.ts < w.e WHERE r.place = 'south';
-- What looks like it: bounds that are wider than the window, and the greatest of some rows only.
-- oracle: SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL 19 SECOND AND b.e
SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL '19' SECOND AND b.e;
-- oracle: SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL 10 SECOND AND b.e + INTERVAL 4 SECOND
SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN best b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL '10' SECOND AND b.e + INTERVAL '4' SECOND;
-- oracle: SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN bestnorth b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL 10 SECOND AND b.e
SELECT r.sensor, r.ts, r.mark, b.e FROM marks r JOIN bestnorth b ON r.mark = b.m AND r.ts BETWEEN b.e - INTERVAL '10' SECOND AND b.e;
