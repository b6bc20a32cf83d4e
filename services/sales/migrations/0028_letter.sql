-- Mails to customers about their orders, and what became of each (SAL-8, SAL-20). The column has the state.
CREATE TABLE letter (
    letter_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    order_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    -- Real time: not before it is a waiting one tried.
    due timestamptz NOT NULL,
    document json NOT NULL
);
CREATE INDEX letter_of_order ON letter (order_id, kind);
CREATE INDEX letter_in_state ON letter (state, letter_id);
CREATE INDEX letter_due ON letter (due, letter_id) WHERE state = 'waiting';
