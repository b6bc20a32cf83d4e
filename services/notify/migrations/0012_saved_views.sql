-- Filters of the board and the list that a person gave a name: where each leads.
CREATE TABLE saved_view (
    person text NOT NULL,
    name text NOT NULL,
    path text NOT NULL,
    query text NOT NULL,
    PRIMARY KEY (person, name)
);
