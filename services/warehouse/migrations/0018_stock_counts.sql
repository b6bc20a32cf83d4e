-- A stock count: what is counted of some items where they lie, what the book said then, and what was booked (WHS-1).
-- items: while it is open nobody counts them in another one.
CREATE TABLE stock_count (
    stock_count_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    state text NOT NULL CHECK (state IN ('to count', 'counted', 'booked', 'called off')),
    items text[] NOT NULL,
    document json NOT NULL
);
CREATE INDEX stock_count_waiting ON stock_count (stock_count_id) WHERE state IN ('to count', 'counted');
CREATE INDEX stock_place ON stock (place) WHERE place <> '';
CREATE INDEX quant_place ON quant (place) WHERE place <> '';
