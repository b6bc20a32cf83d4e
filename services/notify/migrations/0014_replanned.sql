-- What people planned anew: only added to; of a milestone the newest holds. was: its day in the plan until then.
-- promised: what the customer counted on then, from which the first plan of an order is reckoned again.
CREATE TABLE replanned (
    order_id uuid,
    id bigint GENERATED ALWAYS AS IDENTITY,
    milestone text NOT NULL,
    planned date NOT NULL,
    was date NOT NULL,
    promised date NOT NULL,
    reason text NOT NULL,
    person text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (order_id, id)
);
