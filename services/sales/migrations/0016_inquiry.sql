-- What customers ask for before they order, with the quotations that answer it (SAL-1).
CREATE TABLE inquiry (
    inquiry_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    reference text NOT NULL,
    status text NOT NULL,
    quotations text[] NOT NULL,
    orders uuid[] NOT NULL,
    document json NOT NULL,
    UNIQUE (customer, reference)
);
CREATE INDEX inquiry_of_customer ON inquiry (customer, inquiry_id);
CREATE INDEX inquiry_waiting ON inquiry (inquiry_id) WHERE status IN ('open', 'to_approve', 'quoted');
CREATE INDEX inquiry_quotations ON inquiry USING gin (quotations);
CREATE INDEX inquiry_orders ON inquiry USING gin (orders);

-- What items cost by the list, with the price below which somebody signs (SAL-25).
CREATE TABLE list_price (
    item text,
    currency text,
    document json NOT NULL,
    PRIMARY KEY (item, currency)
);
