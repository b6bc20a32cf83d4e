-- What finance says that currencies are worth: the rate that holds and those to come (FIN-8).
CREATE TABLE currency_rate (
    currency text PRIMARY KEY,
    version integer NOT NULL,
    rates jsonb NOT NULL
);
