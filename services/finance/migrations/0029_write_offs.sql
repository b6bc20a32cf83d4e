-- What people ask to give up of an order's invoices (FIN-7), as its document has it; index as of what is due back.
ALTER TABLE order_account ADD COLUMN write_offs jsonb NOT NULL DEFAULT '[]';
CREATE INDEX order_account_write_offs ON order_account (order_id) WHERE write_offs <> '[]';
