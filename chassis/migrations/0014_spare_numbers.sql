-- Numbers of a series that were drawn ahead and are on no paper yet. Who takes some waits for nobody, and gives them back
-- by rolling back; the counter of the series stands behind the last of them.
CREATE TABLE spare_number (
    name text,
    year int,
    number bigint,
    PRIMARY KEY (name, year, number)
);
