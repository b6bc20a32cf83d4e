-- A bank's file as it came, the same bytes once; of statements that were taken in before this release there is none (FIN-9).
CREATE TABLE bank_file (
    sha256 text PRIMARY KEY,
    content bytea NOT NULL,
    brought_by text NOT NULL,
    brought_at timestamptz NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_file EXECUTE FUNCTION refuse_change();
ALTER TABLE bank_statement ADD COLUMN file_sha256 text REFERENCES bank_file;
