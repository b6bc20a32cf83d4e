-- Append-only: each value that `gendan doctor` wrote over, who asked for it, and why.
CREATE TABLE healed (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL,
    why text NOT NULL CHECK (length(why) >= 5),
    in_table text NOT NULL,
    in_row jsonb NOT NULL,
    field text NOT NULL,
    came text NOT NULL,
    became text NOT NULL
);
