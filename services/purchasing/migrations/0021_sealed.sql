-- Of a supplier his address, his people, his phone and his bank stand sealed beside the rest (ALL-3, PUR-5, decision 0061);
-- what stood in clear is sealed by the department itself, which has the key.
ALTER TABLE supplier ADD COLUMN sealed bytea;
