-- Where suppliers are paid stands sealed beside the rest (ALL-3, FIN-5, decision 0061); what stood in clear is sealed by
-- the department itself, which has the key. Whether it is known where one is paid is told by who confirmed it.
ALTER TABLE payee ADD COLUMN sealed bytea;
ALTER TABLE payment_run ADD COLUMN sealed bytea;
