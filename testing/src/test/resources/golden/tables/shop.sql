-- oracle: CREATE TABLE people AS SELECT * FROM read_csv('data/people.csv', header = true,
-- oracle: columns = {id: 'INT', name: 'VARCHAR', city: 'VARCHAR', age: 'INT', born: 'DATE'})
CREATE TABLE people (id INT, name STRING, city STRING, age INT, born DATE)
WITH ('connector' = 'filesystem', 'path' = 'data/people.csv', 'format' = 'csv', 'csv.header' = 'true',
    'source.split-size' = '128 b');

-- oracle: CREATE TABLE orders AS SELECT * FROM read_csv('data/orders.csv', header = true, columns = {id: 'BIGINT',
-- oracle: customer: 'INT', product: 'VARCHAR', quantity: 'INT', amount: 'DECIMAL(10, 2)', rate: 'DOUBLE',
-- oracle: paid: 'BOOLEAN', ts: 'TIMESTAMP'})
CREATE TABLE orders (id BIGINT, customer INT, product STRING, quantity INT, amount DECIMAL(10, 2), rate DOUBLE,
    paid BOOLEAN, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '30' SECOND)
WITH ('connector' = 'filesystem', 'path' = 'data/orders.csv', 'format' = 'csv', 'csv.header' = 'true',
    'source.split-size' = '512 b');
