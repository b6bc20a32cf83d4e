-- What is foreseen of an item (WHS-7): how many days its last purchase was to take, whether it was said that it will be short,
-- how much is enough by the last look, and when that was.
CREATE TABLE outlook (
    item text PRIMARY KEY,
    lead_days int,
    looked_on date NOT NULL DEFAULT '-infinity',
    foreseen boolean NOT NULL DEFAULT false,
    enough numeric NOT NULL DEFAULT 0,
    shortage int NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX outlook_looked_on ON outlook (looked_on);
CREATE INDEX outlook_foreseen ON outlook (item) WHERE foreseen;
INSERT INTO outlook (item) SELECT item FROM item;
