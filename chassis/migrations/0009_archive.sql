-- Papers are looked for by their day, by customer and by number, the newest first (FIN-9); by order they were before.
CREATE INDEX paper_issued ON paper (issued_at, kind, document, version, language);
CREATE INDEX paper_customer ON paper (customer, issued_at, kind, document, version, language);
CREATE INDEX paper_number ON paper (number);
