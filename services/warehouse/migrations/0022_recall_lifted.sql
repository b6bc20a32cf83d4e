-- A recall that is lifted, by whom and why: its lot may be used again (WHS-1).
ALTER TABLE recall
    ADD COLUMN lifted_on date,
    ADD COLUMN lifted_by text NOT NULL DEFAULT '',
    ADD COLUMN lifted_for text NOT NULL DEFAULT '';
