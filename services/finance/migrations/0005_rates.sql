-- What currencies are worth in the company's own, from which day on, by whom (FIN-8). Only added to.
CREATE TABLE currency_rate (
    currency text NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    value numeric NOT NULL CHECK (value > 0),
    set_by text NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (currency, version)
);
CREATE INDEX ON currency_rate (currency, valid_from DESC, version DESC);
