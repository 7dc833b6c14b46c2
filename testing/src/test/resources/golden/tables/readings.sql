-- oracle: CREATE TABLE readings AS SELECT * FROM read_csv('data/readings.csv', header = true,
-- oracle: columns = {sensor: 'VARCHAR', place: 'VARCHAR', reading: 'INT', ts: 'TIMESTAMP'})
CREATE TABLE readings (sensor STRING, place STRING, reading INT, ts TIMESTAMP(3),
    WATERMARK FOR ts AS ts - INTERVAL '10' SECOND)
WITH ('connector' = 'filesystem', 'path' = 'data/readings.csv', 'format' = 'csv', 'csv.header' = 'true');
