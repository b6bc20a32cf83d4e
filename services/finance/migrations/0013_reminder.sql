-- Who was reminded of which invoice, how often, when and in which words (FIN-4). Only added to.
CREATE TABLE reminder (
    reminder_id uuid NOT NULL UNIQUE,
    invoice_id uuid,
    level int,
    order_id uuid NOT NULL,
    customer text NOT NULL,
    number text NOT NULL,
    reminded_on date NOT NULL,
    outstanding numeric NOT NULL,
    currency text NOT NULL,
    due date NOT NULL,
    language text NOT NULL,
    text text NOT NULL,
    by_whom text NOT NULL,
    PRIMARY KEY (invoice_id, level)
);
CREATE INDEX reminder_order ON reminder (order_id);
CREATE INDEX reminder_customer ON reminder (customer, reminder_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reminder EXECUTE FUNCTION refuse_change();
