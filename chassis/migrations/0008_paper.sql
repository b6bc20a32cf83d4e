-- A paper as it was issued: one row per version and language, with what it tells and the very bytes that were handed out.
CREATE TABLE paper (
    kind text,
    document text,
    version int,
    language text,
    number text NOT NULL,
    order_id uuid NOT NULL,
    customer text NOT NULL,
    drawn_from text NOT NULL,
    data text NOT NULL,
    changed jsonb NOT NULL,
    data_sha256 text NOT NULL,
    pdf bytea NOT NULL,
    pdf_sha256 text NOT NULL,
    issued_at timestamptz NOT NULL,
    issued_by text NOT NULL,
    PRIMARY KEY (kind, document, version, language)
);
ALTER TABLE paper ALTER COLUMN pdf SET STORAGE EXTERNAL; -- a PDF is compressed already
CREATE INDEX paper_order ON paper (order_id);

CREATE FUNCTION a_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a paper that was issued stays as it is';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paper EXECUTE FUNCTION a_paper_stays();
