-- What left as a file, for whom and how much; only added to (ALL-3, ALL-4). Nothing of its content.
CREATE TABLE taken_out (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person text NOT NULL,
    roles text[] NOT NULL,
    day date NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    records int NOT NULL
);
CREATE INDEX taken_out_person ON taken_out (person, id DESC);

CREATE FUNCTION what_was_taken_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was taken out stays recorded: taken_out takes new rows only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON taken_out
    FOR EACH STATEMENT EXECUTE FUNCTION what_was_taken_stays();

-- How much of it one person took on a business day: one row, so that two requests at once count one after the other.
CREATE TABLE taken_in_a_day (
    person text,
    day date,
    records int NOT NULL,
    PRIMARY KEY (person, day)
);
