-- What sales was told of an order's money, by the customer and by merchandisers, whatever finance says (SAL-16). Only added
-- to: a receipt that was noted wrongly is corrected by an entry of its own, of which amount is the difference.
CREATE TABLE receipt (
    order_id uuid,
    entry int,
    amount numeric NOT NULL,
    currency text NOT NULL,
    received_on date NOT NULL,
    doc json NOT NULL,
    PRIMARY KEY (order_id, entry)
);
CREATE INDEX receipt_received_on ON receipt (received_on, order_id);

-- Who asked the customer for what he owes, when, how, and what he promised. Only added to.
CREATE TABLE chase (
    order_id uuid,
    entry int,
    doc json NOT NULL,
    PRIMARY KEY (order_id, entry)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'nothing in % is changed, only corrected by another entry', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON chase EXECUTE FUNCTION refuse_change();
