-- What customers and suppliers said of their months, each word of it, the last one holding (FIN-10, FIN-5). Only added to.
-- The table of before, suppliers' alone, stays for a release that still writes it.
CREATE TABLE statement_reply (
    reply_id uuid PRIMARY KEY,
    side text NOT NULL CHECK (side IN ('customer', 'supplier')),
    party text NOT NULL,
    month date NOT NULL,
    currency text NOT NULL,
    position int NOT NULL,
    verdict text NOT NULL,
    doc json NOT NULL,
    UNIQUE (side, party, month, currency, position)
);
CREATE INDEX statement_reply_month ON statement_reply (month, reply_id);
CREATE INDEX statement_reply_disputed ON statement_reply (reply_id) WHERE verdict = 'disputed';
INSERT INTO statement_reply (reply_id, side, party, month, currency, position, verdict, doc)
SELECT gen_random_uuid(), 'supplier', supplier, month, currency, 1, doc ->> 'verdict', doc FROM supplier_reply;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_reply EXECUTE FUNCTION refuse_change();
