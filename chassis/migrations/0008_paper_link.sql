-- Somebody outside may open this one paper until then; of the link itself only its hash is kept.
CREATE TABLE paper_link (
    token_sha256 text PRIMARY KEY,
    kind text NOT NULL,
    document text NOT NULL,
    version int NOT NULL,
    language text NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    FOREIGN KEY (kind, document, version, language) REFERENCES paper
);
