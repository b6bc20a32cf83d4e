-- A run that somebody entered as paid is known by the bank's reference when the bank's own file brings it (FIN-2).
CREATE INDEX payment_run_reference ON payment_run ((doc->>'bank_reference')) WHERE doc->>'bank_reference' <> '';
