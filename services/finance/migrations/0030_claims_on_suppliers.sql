-- What a supplier credits of a bill that is paid he owes us: less than nothing is outstanding of it (FIN-5).
ALTER TABLE bill DROP CONSTRAINT bill_outstanding_check;
CREATE INDEX bill_claim ON bill (supplier, currency) INCLUDE (outstanding, due) WHERE outstanding < 0;
