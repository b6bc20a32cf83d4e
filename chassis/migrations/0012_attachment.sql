-- A file that people keep with a document: a photo of a defect, a contract as it was signed; of one document the same bytes once.
CREATE TABLE attachment (
    attachment_id uuid PRIMARY KEY,
    document_id uuid NOT NULL,
    title text NOT NULL,
    media text NOT NULL,
    sha256 text NOT NULL,
    content bytea NOT NULL,
    attached_by text NOT NULL,
    attached_at timestamptz NOT NULL,
    UNIQUE (document_id, sha256)
);
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL; -- photos and PDFs are compressed already
CREATE INDEX attachment_of ON attachment (document_id, attachment_id);

CREATE FUNCTION an_attachment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an attachment stays as it came';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attachment EXECUTE FUNCTION an_attachment_stays();
