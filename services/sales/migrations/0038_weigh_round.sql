-- What makes open orders be weighed again (SAL-7), some after the other: those of a customer, those with an item in a currency,
-- or all, where nothing is named. reached: the last order that was looked at for it.
CREATE TABLE weigh_round (
    customer text NOT NULL DEFAULT '',
    item text NOT NULL DEFAULT '',
    currency text NOT NULL DEFAULT '',
    reached uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    PRIMARY KEY (customer, item, currency)
);
CREATE VIEW own.weigh_round AS SELECT * FROM weigh_round WHERE customer IN (SELECT customer FROM own.customer);
-- By which weights orders are weighed, as JSON; no row: nobody looked yet.
CREATE TABLE weighed_by (
    only_one bool PRIMARY KEY DEFAULT true CHECK (only_one),
    weights text NOT NULL
);
