-- Papers to a supplier are looked for by his code, the newest first (FIN-9). Those handed out before bear none: they stay as they are.
ALTER TABLE paper ADD COLUMN supplier text NOT NULL DEFAULT '';
CREATE INDEX paper_supplier ON paper (supplier, issued_at, kind, document, version, language) WHERE supplier <> '';
