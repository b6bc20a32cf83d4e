-- By what complaints of a period are counted: when they came, and when they were answered first (SAL-12).
ALTER TABLE complaint ADD COLUMN opened_on date, ADD COLUMN answered_on date;
UPDATE complaint SET opened_on = (document ->> 'opened_on')::date,
    answered_on = (document -> 'replies' -> 0 ->> 'on')::date;
CREATE INDEX complaint_of_period ON complaint (opened_on);
CREATE OR REPLACE VIEW own.complaint AS SELECT * FROM complaint WHERE customer IN (SELECT customer FROM own.customer);
