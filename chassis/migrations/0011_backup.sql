-- Up to when all that the department accepted is in a backup: until there is one, when this was made. `gendan backup` writes it (ALL-9).
CREATE TABLE backup (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    kept_until timestamptz NOT NULL DEFAULT now()
);
INSERT INTO backup DEFAULT VALUES;
