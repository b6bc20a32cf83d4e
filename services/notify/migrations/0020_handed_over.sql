-- How often an order was handed over to another merchandiser, and at which of its versions last (NOT-10).
ALTER TABLE board ADD COLUMN handed int NOT NULL DEFAULT 0, ADD COLUMN handed_version int NOT NULL DEFAULT 0;
CREATE OR REPLACE VIEW own.board AS SELECT * FROM board
    WHERE customer IN (SELECT customer FROM own.answers_for)
        OR merchandiser = ANY(current_setting('gendan.people')::text[])
            AND customer NOT IN (SELECT customer FROM answers_for);
