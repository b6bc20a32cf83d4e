-- An order's document is some 2 kB, the size from which PostgreSQL compresses: with each of its nine steps, for 25 µs of
-- 40. It stays as it is written, up to what a page holds.
ALTER TABLE sales_order SET (toast_tuple_target = 8160);
