-- An order that was changed to more than the limit holds the customer too.
ALTER TABLE customer_credit DROP CONSTRAINT customer_credit_hold_kind_check,
    ADD CONSTRAINT customer_credit_hold_kind_check CHECK (hold_kind IN ('', 'by_hand', 'overdue', 'beyond'));
COMMENT ON COLUMN invoice.paid IS 'what came, and what was written off of the rest; doc tells them apart';
