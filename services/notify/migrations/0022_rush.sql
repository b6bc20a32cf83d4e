-- An order that goes before others (SAL-9).
ALTER TABLE board ADD COLUMN rush boolean NOT NULL DEFAULT false;
CREATE OR REPLACE VIEW own.board AS SELECT * FROM board
    WHERE customer IN (SELECT customer FROM own.answers_for)
        OR merchandiser = ANY(current_setting('gendan.people')::text[])
            AND customer NOT IN (SELECT customer FROM answers_for);
