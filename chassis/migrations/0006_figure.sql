-- What a person put in the place of an opening figure, from which day on, by whom and when. Only added to.
CREATE TABLE figure (
    name text NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    value jsonb NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (name, version)
);
CREATE INDEX ON figure (name, valid_from DESC, version DESC);
