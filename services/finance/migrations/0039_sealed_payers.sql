-- The account that money came from stands sealed beside its receipt (ALL-3, FIN-2, decision 0061); found_by has its mark,
-- by which a payer is known again. What stood in clear is sealed by the department itself, which has the key; what is
-- sealed stands in clear nowhere any more.
ALTER TABLE receipt ADD COLUMN sealed bytea, ADD COLUMN found_by text[];
CREATE INDEX receipt_found_by ON receipt ((found_by[1]), customer) WHERE customer <> '';
CREATE OR REPLACE VIEW own.receipt AS SELECT * FROM receipt
    WHERE customer = '' OR EXISTS (SELECT FROM own.answers_for a WHERE a.customer = receipt.customer OFFSET 0);

CREATE FUNCTION payer_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.payer_account := '';
    RETURN NEW;
END $$;
CREATE TRIGGER payer_is_sealed BEFORE INSERT OR UPDATE ON receipt FOR EACH ROW
    WHEN (NEW.sealed IS NOT NULL AND NEW.payer_account <> '') EXECUTE FUNCTION payer_is_sealed();
