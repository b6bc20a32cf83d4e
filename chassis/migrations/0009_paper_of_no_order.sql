-- A statement of account is about a customer or a supplier, and no order.
ALTER TABLE paper ALTER COLUMN order_id DROP NOT NULL;
