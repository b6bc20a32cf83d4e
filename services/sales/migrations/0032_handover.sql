-- All that a merchandiser answers for goes to another, once he takes it (NOT-10). Of a person at most one is under way.
CREATE TABLE handover (
    handover_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    from_person text NOT NULL,
    people text[] NOT NULL,
    state text NOT NULL,
    document json NOT NULL
);
CREATE INDEX handover_of_people ON handover USING gin (people);
CREATE UNIQUE INDEX handover_under_way ON handover (from_person) WHERE state = 'proposed';
CREATE INDEX handover_waiting ON handover (handover_id) WHERE state = 'proposed';
CREATE INDEX handover_to_move ON handover (handover_id) WHERE (document ->> 'to_move')::boolean;
