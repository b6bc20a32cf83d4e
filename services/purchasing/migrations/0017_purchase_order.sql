-- Purchase orders with their lines: by the order's number, also of one supplier (PUR-4). What was ordered before this
-- release is an order of its own.
CREATE INDEX purchase_of_order ON purchase ((coalesce(nullif(doc ->> 'purchase_order', ''), number)))
    WHERE number <> '';
CREATE INDEX purchase_of_order_at ON purchase (supplier, (coalesce(nullif(doc ->> 'purchase_order', ''), number)))
    WHERE number <> '';
