-- What orders say of the goods of their lines beyond the items, by version; none where no line says more (SAL-9).
CREATE TABLE line_words (
    order_id uuid NOT NULL,
    version int NOT NULL,
    kept_on date NOT NULL,
    of_change boolean NOT NULL,
    lines jsonb NOT NULL,
    PRIMARY KEY (order_id, version)
);
CREATE VIEW own.line_words AS SELECT * FROM line_words w
    WHERE EXISTS (SELECT FROM own.order_customer o WHERE o.order_id = w.order_id OFFSET 0);
