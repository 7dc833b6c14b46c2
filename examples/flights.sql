-- Where do flights leave late? The five worst airports of each day: the mean delay of an hour's departures, over flights
-- as they were reported, in event time.
--
--   ./millrace run examples/flights.sql

CREATE TABLE flights (
    `date` TIMESTAMP(3),          -- scheduled departure
    delay INT,                    -- minutes
    distance INT,
    origin STRING,
    destination STRING,
    WATERMARK FOR `date` AS `date` - INTERVAL '30' MINUTE
) WITH (
    'connector' = 'filesystem',
    'path' = 'examples/data/flights.csv',
    'format' = 'csv',
    'csv.header' = 'true'
);

CREATE TABLE airports (
    iata STRING,
    name STRING,
    city STRING,
    state STRING
) WITH (
    'connector' = 'filesystem',
    'path' = 'examples/data/airports.csv',
    'format' = 'csv',
    'csv.header' = 'true'
);

-- One row an airport and hour, when the hour is over.
CREATE VIEW hourly AS
SELECT window_start, origin, COUNT(*) AS departures, AVG(CAST(delay AS DOUBLE)) AS mean_delay
FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(`date`), INTERVAL '1' HOUR))
GROUP BY window_start, window_end, origin;

-- An airport's worst hour of each day, where at least five flights left.
CREATE VIEW daily AS
SELECT CAST(window_start AS DATE) AS `day`, origin, MAX(mean_delay) AS worst_hour, SUM(departures) AS departures
FROM hourly
WHERE departures >= 5
GROUP BY CAST(window_start AS DATE), origin;

SELECT `day`, place, airports.city, airports.state, ROUND(worst_hour, 1) AS worst_hour, departures
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY `day` ORDER BY worst_hour DESC, origin) AS place
    FROM daily
) AS worst
JOIN airports ON worst.origin = airports.iata
WHERE place <= 5
ORDER BY `day`, place;
