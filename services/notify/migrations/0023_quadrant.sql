-- Into which quadrant of importance and urgency an order falls, and how often and at which version it was weighed (SAL-7).
ALTER TABLE board ADD COLUMN quadrant text NOT NULL DEFAULT '', ADD COLUMN weighed int NOT NULL DEFAULT 0,
    ADD COLUMN weighed_version int NOT NULL DEFAULT 0;
CREATE OR REPLACE VIEW own.board AS SELECT * FROM board
    WHERE customer IN (SELECT customer FROM own.answers_for)
        OR merchandiser = ANY(current_setting('gendan.people')::text[])
            AND customer NOT IN (SELECT customer FROM answers_for);
