-- The order's document with all its facts; the columns beside it are for finding it.
CREATE TABLE sales_order (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    customer_po text NOT NULL,
    stage text NOT NULL,
    sleeping boolean NOT NULL DEFAULT false,
    to_accept boolean NOT NULL DEFAULT false,
    document jsonb NOT NULL,
    UNIQUE (customer, customer_po)
) WITH (fillfactor = 60);
CREATE INDEX sales_order_stage ON sales_order (stage, id);
CREATE INDEX sales_order_customer ON sales_order (customer, id);
-- Orders that nothing but their customer's credit hold stops.
CREATE INDEX sales_order_sleeping ON sales_order (customer, id) WHERE sleeping;
-- Orders with a delivery that waits for acceptance.
CREATE INDEX sales_order_to_accept ON sales_order (id) WHERE to_accept;

-- What finance said last about a customer's credit.
CREATE TABLE credit (
    customer text PRIMARY KEY,
    version int NOT NULL,
    held boolean NOT NULL,
    reason text NOT NULL
);

-- The masters, whole. A customer's contacts stay here and enter no event.
CREATE TABLE customer (
    customer text PRIMARY KEY,
    state jsonb NOT NULL
);
CREATE TABLE item (
    item text PRIMARY KEY,
    state jsonb NOT NULL
);
