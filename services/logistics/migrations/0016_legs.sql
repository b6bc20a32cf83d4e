-- The way that a rate goes, leg by leg: mode, start and end as UN/LOCODE (LOG-1, LOG-3). Empty where the carrier tells none.
ALTER TABLE rate ADD COLUMN legs jsonb NOT NULL DEFAULT '[]';
