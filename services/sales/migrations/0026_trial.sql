-- What somebody asked whether and by when an order could be served, without placing it (SAL-24).
CREATE TABLE trial (
    trial_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    answered_on date,
    promised date,
    document json NOT NULL
);
CREATE INDEX trial_of_customer ON trial (customer, trial_id);
