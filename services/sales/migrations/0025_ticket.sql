-- What customers ask, want to give back or suggest, who has it now, and each step of it (SAL-13).
CREATE TABLE ticket (
    ticket_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    order_id uuid,
    -- Until when something is to happen, before time alone moves it on.
    due date,
    closed boolean NOT NULL,
    passed_on boolean NOT NULL,
    document json NOT NULL
);
CREATE INDEX ticket_of_customer ON ticket (customer, ticket_id);
CREATE INDEX ticket_of_order ON ticket (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX ticket_waiting ON ticket (ticket_id) WHERE NOT closed;
CREATE INDEX ticket_due ON ticket (due) WHERE due IS NOT NULL;
CREATE INDEX ticket_passed_on ON ticket (ticket_id) WHERE passed_on;
