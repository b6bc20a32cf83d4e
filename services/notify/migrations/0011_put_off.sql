-- Work that a person put off: until which day, why, and how often so far. By the name that the desk has for it.
CREATE TABLE put_off (
    person text NOT NULL,
    work uuid NOT NULL,
    until date NOT NULL,
    reason text NOT NULL,
    times int NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (person, work)
);
