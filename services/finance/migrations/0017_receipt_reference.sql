-- Whether a bank's line that somebody books came by a file (FIN-2).
CREATE INDEX receipt_reference ON receipt ((doc->>'bank_reference')) WHERE amount > 0;
