-- A trial that sales asks itself: whether an item is free in place of what lacks of an order (SAL-10).
ALTER TABLE trial ADD COLUMN stands_in json;
CREATE OR REPLACE VIEW own.trial AS SELECT * FROM trial WHERE customer IN (SELECT customer FROM own.customer);
