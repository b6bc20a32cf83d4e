-- Consent to reduced inspection, and how close lots must come for it (ISO 2859-1, 9.3.3); the switching score, and the
-- day on which the newest lot came (WHS-4).
ALTER TABLE inspection_plan
    ADD COLUMN reduced boolean NOT NULL DEFAULT false,
    ADD COLUMN steady_days int NOT NULL DEFAULT 60 CHECK (steady_days > 0);
ALTER TABLE inspection_standing
    ADD COLUMN score int NOT NULL DEFAULT 0,
    ADD COLUMN last_on date,
    DROP CONSTRAINT inspection_standing_severity_check,
    ADD CONSTRAINT inspection_standing_severity_check CHECK (severity IN ('reduced', 'normal', 'tightened'));
ALTER TABLE gate_standing
    ADD COLUMN score int NOT NULL DEFAULT 0,
    ADD COLUMN last_on date,
    DROP CONSTRAINT gate_standing_severity_check,
    ADD CONSTRAINT gate_standing_severity_check CHECK (severity IN ('reduced', 'normal', 'tightened'));
