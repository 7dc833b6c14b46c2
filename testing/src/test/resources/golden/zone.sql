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
