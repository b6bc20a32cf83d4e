-- Bills by the day on them, and banks' files by when they were taken in, the newest first (FIN-9).
ALTER TABLE bill ADD COLUMN dated date NOT NULL GENERATED ALWAYS AS (make_date(
    split_part(doc->>'dated', '-', 1)::int, split_part(doc->>'dated', '-', 2)::int, split_part(doc->>'dated', '-', 3)::int
)) STORED;
CREATE INDEX bill_dated ON bill (dated, bill_id);
CREATE INDEX bill_supplier_dated ON bill (supplier, dated, bill_id);
CREATE INDEX bank_statement_taken ON bank_statement (taken_at, account, number);
CREATE INDEX bank_statement_number ON bank_statement (number);
