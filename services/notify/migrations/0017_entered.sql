-- When a milestone came, as a person knows it whom no event tells: only added to; of a milestone the newest holds, while
-- no event tells of it. came is null where he takes back what was entered.
CREATE TABLE entered (
    order_id uuid,
    id bigint GENERATED ALWAYS AS IDENTITY,
    milestone text NOT NULL,
    came date,
    reason text NOT NULL,
    person text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (order_id, id)
);
