-- Of an advance its customer is reminded too: there is no invoice of it, and each day that it is asked by has levels of its own (FIN-4).
ALTER TABLE reminder DROP CONSTRAINT reminder_pkey, ALTER COLUMN invoice_id DROP NOT NULL, ALTER COLUMN level SET NOT NULL;
CREATE UNIQUE INDEX reminder_level ON reminder (coalesce(invoice_id, order_id), due, level);
