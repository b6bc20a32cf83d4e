-- How an item may fail in a process, how that is rated, and what is done about it (WHS-9). risk: of the last rating, if
-- any; due_on: of its open improvement action; cases: rejected lots and complaints that were confirmed as it.
CREATE TABLE failure_mode (
    code text PRIMARY KEY,
    item text NOT NULL,
    risk int CHECK (risk BETWEEN 1 AND 1000),
    due_on date,
    cases int NOT NULL,
    document json NOT NULL
);
CREATE INDEX failure_mode_item ON failure_mode (item, cases DESC, code);
CREATE INDEX failure_mode_due ON failure_mode (due_on, risk);

-- Rejected lots and quality complaints: of which failure mode each is a case, somebody confirms, or that it is none.
CREATE TABLE fmea_proposal (
    proposal_id uuid PRIMARY KEY,
    source text NOT NULL CHECK (source IN ('rejected lot', 'complaint')),
    number text NOT NULL,
    item text NOT NULL,
    grade text NOT NULL,
    heard_on date NOT NULL,
    decision text NOT NULL CHECK (decision IN ('', 'confirmed', 'dismissed')),
    failure_mode text NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL
);
CREATE INDEX fmea_proposal_item ON fmea_proposal (item, proposal_id);
CREATE INDEX fmea_proposal_waiting ON fmea_proposal (proposal_id) WHERE decision = '';
