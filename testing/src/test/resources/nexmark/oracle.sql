-- The queries under examples/nexmark in the words of the other database.

-- q0
SELECT auction, bidder, price, dateTime, extra FROM bid;

-- q1
SELECT auction, bidder, 0.908 * price, dateTime, extra FROM bid;

-- q2
SELECT auction, price FROM bid WHERE auction % 123 = 0;

-- q3
SELECT p.name, p.city, p.state, a.id FROM auction a JOIN person p ON a.seller = p.id
WHERE a.category = 10 AND p.state IN ('OR', 'ID', 'CA');

-- q4: a mean of integers is an integer
SELECT category, trunc(sum(final) / count(*))::BIGINT FROM (
    SELECT max(b.price) AS final, a.category FROM auction a JOIN bid b ON a.id = b.auction
    WHERE b.dateTime BETWEEN a.dateTime AND a.expires GROUP BY a.id, a.category)
GROUP BY category;

-- q5
WITH slid AS (SELECT auction, time_bucket(INTERVAL 2 SECOND, dateTime) - INTERVAL 2 SECOND * i AS s
        FROM bid, range(5) AS r (i)),
    counts AS (SELECT auction, s, count(*) AS num FROM slid GROUP BY auction, s)
SELECT auction, num FROM counts JOIN (SELECT s, max(num) AS most FROM counts GROUP BY s) AS best
USING (s) WHERE num >= most;

-- q6: the mean of the last eleven, in the order of time
WITH winners AS (SELECT seller, price, dateTime FROM (
    SELECT a.seller, b.price, b.dateTime,
        row_number() OVER (PARTITION BY a.id, a.seller ORDER BY b.price DESC, b.dateTime) AS place
    FROM auction a JOIN bid b ON a.id = b.auction WHERE b.dateTime BETWEEN a.dateTime AND a.expires) WHERE place = 1)
SELECT seller, trunc(avg(price) OVER (PARTITION BY seller ORDER BY dateTime ROWS BETWEEN 10 PRECEDING AND CURRENT ROW))::BIGINT
FROM winners;

-- q7
SELECT b.auction, b.bidder, b.price, b.dateTime, b.extra FROM bid b JOIN (
    SELECT time_bucket(INTERVAL 10 SECOND, dateTime) AS s, max(price) AS most FROM bid GROUP BY s) w
ON b.price = w.most AND b.dateTime BETWEEN w.s AND w.s + INTERVAL 10 SECOND;

-- q8
SELECT DISTINCT p.id, p.name, time_bucket(INTERVAL 10 SECOND, p.dateTime) FROM person p JOIN auction a
ON p.id = a.seller AND time_bucket(INTERVAL 10 SECOND, p.dateTime) = time_bucket(INTERVAL 10 SECOND, a.dateTime);

-- q9
SELECT * EXCLUDE place FROM (
    SELECT a.*, b.auction, b.bidder, b.price, b.dateTime AS bid_dateTime, b.extra AS bid_extra,
        row_number() OVER (PARTITION BY a.id ORDER BY b.price DESC, b.dateTime) AS place
    FROM auction a JOIN bid b ON a.id = b.auction WHERE b.dateTime BETWEEN a.dateTime AND a.expires) WHERE place = 1;

-- q10
SELECT auction, bidder, price, dateTime, extra, strftime(dateTime, '%Y-%m-%d'), strftime(dateTime, '%H:%M') FROM bid;

-- q11: sessions of rows that are at most ten seconds apart
SELECT bidder, count(*), min(dateTime), max(dateTime) + INTERVAL 10 SECOND FROM (
    SELECT *, sum(fresh) OVER (PARTITION BY bidder ORDER BY dateTime) AS part FROM (
        SELECT *, CASE WHEN dateTime - lag(dateTime) OVER (PARTITION BY bidder ORDER BY dateTime) <= INTERVAL 10 SECOND
            THEN 0 ELSE 1 END AS fresh FROM bid))
GROUP BY bidder, part;

-- q12: how many rows of each key the windows hold together
SELECT bidder, count(*) FROM bid GROUP BY bidder;

-- q13
SELECT auction, bidder, price, dateTime, value FROM bid
JOIN read_csv('examples/nexmark/data/side_input.csv', columns = {key: 'BIGINT', value: 'VARCHAR'}) ON auction % 10000 = key;

-- q14
SELECT auction, bidder, 0.908 * price, CASE WHEN hour(dateTime) BETWEEN 8 AND 18 THEN 'dayTime'
    WHEN hour(dateTime) <= 6 OR hour(dateTime) >= 20 THEN 'nightTime' ELSE 'otherTime' END,
    dateTime, extra, len(extra) - len(replace(extra, 'c', ''))
FROM bid WHERE 0.908 * price > 1000000 AND 0.908 * price < 50000000;

-- q15
SELECT strftime(dateTime, '%Y-%m-%d') AS day, count(*), count(*) FILTER (WHERE price < 10000),
    count(*) FILTER (WHERE price >= 10000 AND price < 1000000), count(*) FILTER (WHERE price >= 1000000),
    count(DISTINCT bidder), count(DISTINCT bidder) FILTER (WHERE price < 10000),
    count(DISTINCT bidder) FILTER (WHERE price >= 10000 AND price < 1000000),
    count(DISTINCT bidder) FILTER (WHERE price >= 1000000),
    count(DISTINCT auction), count(DISTINCT auction) FILTER (WHERE price < 10000),
    count(DISTINCT auction) FILTER (WHERE price >= 10000 AND price < 1000000),
    count(DISTINCT auction) FILTER (WHERE price >= 1000000)
FROM bid GROUP BY day;

-- q16
SELECT channel, strftime(dateTime, '%Y-%m-%d') AS day, max(strftime(dateTime, '%H:%M')),
    count(*), count(*) FILTER (WHERE price < 10000),
    count(*) FILTER (WHERE price >= 10000 AND price < 1000000), count(*) FILTER (WHERE price >= 1000000),
    count(DISTINCT bidder), count(DISTINCT bidder) FILTER (WHERE price < 10000),
    count(DISTINCT bidder) FILTER (WHERE price >= 10000 AND price < 1000000),
    count(DISTINCT bidder) FILTER (WHERE price >= 1000000),
    count(DISTINCT auction), count(DISTINCT auction) FILTER (WHERE price < 10000),
    count(DISTINCT auction) FILTER (WHERE price >= 10000 AND price < 1000000),
    count(DISTINCT auction) FILTER (WHERE price >= 1000000)
FROM bid GROUP BY channel, day;

-- q17
SELECT auction, strftime(dateTime, '%Y-%m-%d') AS day, count(*), count(*) FILTER (WHERE price < 10000),
    count(*) FILTER (WHERE price >= 10000 AND price < 1000000), count(*) FILTER (WHERE price >= 1000000),
    min(price), max(price), trunc(sum(price) / count(*))::BIGINT, sum(price)
FROM bid GROUP BY auction, day;

-- q18
SELECT * EXCLUDE place FROM (
    SELECT *, row_number() OVER (PARTITION BY bidder, auction ORDER BY dateTime DESC) AS place FROM bid) WHERE place = 1;

-- q19: rows of one price in the order of their other columns
SELECT auction, bidder, price, channel, url, dateTime, extra, place FROM (
    SELECT *, row_number() OVER (PARTITION BY auction ORDER BY price DESC, bidder, channel, url, dateTime, extra) AS place
    FROM bid) WHERE place <= 10;

-- q20
SELECT b.auction, b.bidder, b.price, b.channel, b.url, b.dateTime, b.extra, a.itemName, a.description, a.initialBid,
    a.reserve, a.dateTime, a.expires, a.seller, a.category, a.extra
FROM bid b JOIN auction a ON b.auction = a.id WHERE a.category = 10;

-- q21
SELECT auction, bidder, price, channel, CASE lower(channel) WHEN 'apple' THEN '0' WHEN 'google' THEN '1'
    WHEN 'facebook' THEN '2' WHEN 'baidu' THEN '3' ELSE regexp_extract(url, '(&|^)channel_id=([^&]*)', 2) END
FROM bid WHERE regexp_matches(url, '(&|^)channel_id=([^&]*)') OR lower(channel) IN ('apple', 'google', 'facebook', 'baidu');

-- q22
SELECT auction, bidder, price, channel, split_part(url, '/', 4), split_part(url, '/', 5), split_part(url, '/', 6) FROM bid;
