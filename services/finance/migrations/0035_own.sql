-- Of the staff what says whose customers somebody sees; who answers for a customer, as sales said last (ALL-3, SAL-15).
CREATE TABLE person (
    person text PRIMARY KEY,
    version int NOT NULL,
    active boolean NOT NULL,
    deputy text,
    superior text,
    away_from date,
    away_until date
);
CREATE TABLE answers_for (
    customer text PRIMARY KEY,
    version int NOT NULL,
    merchandiser text
);

-- What somebody sees who sees only his own (decision 0056): under the name of each table the rows about customers for
-- whom one of gendan.people answers, or nobody does yet; of a customer of whom sales said nothing, none. Whose a row is
-- is looked up by key for each row (OFFSET 0). A table that gets a column, or a new one about orders, has its view here
-- again; a view that is missing is found by tests/chassis/test_own_views.py.
CREATE SCHEMA own;
CREATE VIEW own.answers_for AS SELECT * FROM answers_for
    WHERE merchandiser IS NULL OR merchandiser = ANY(current_setting('gendan.people')::text[]);
CREATE VIEW own.customer_credit AS SELECT * FROM customer_credit
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = customer_credit.customer OFFSET 0);
CREATE VIEW own.order_account AS SELECT * FROM order_account
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = order_account.customer OFFSET 0);
CREATE VIEW own.order_content AS SELECT * FROM order_content n
    WHERE EXISTS (SELECT FROM own.order_account o WHERE o.order_id = n.order_id OFFSET 0);
CREATE VIEW own.invoice AS SELECT * FROM invoice
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = invoice.customer OFFSET 0);
CREATE VIEW own.payment AS SELECT * FROM payment
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = payment.customer OFFSET 0);
CREATE VIEW own.reminder AS SELECT * FROM reminder
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = reminder.customer OFFSET 0);
CREATE VIEW own.stated_receivable AS SELECT * FROM stated_receivable
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = stated_receivable.customer OFFSET 0);
CREATE VIEW own.difference AS SELECT * FROM difference
    WHERE EXISTS (SELECT FROM own.answers_for a WHERE a.customer = difference.customer OFFSET 0);
CREATE VIEW own.explanation AS SELECT * FROM explanation e
    WHERE EXISTS (SELECT FROM own.difference d WHERE d.difference_id = e.difference_id OFFSET 0);
-- What came from nobody knows whom is everybody's to find out; what is a supplier's is no customer's.
CREATE VIEW own.receipt AS SELECT * FROM receipt
    WHERE customer = '' OR EXISTS (SELECT FROM own.answers_for a WHERE a.customer = receipt.customer OFFSET 0);
CREATE VIEW own.journal_entry AS SELECT * FROM journal_entry
    WHERE customer = '' OR EXISTS (SELECT FROM own.answers_for a WHERE a.customer = journal_entry.customer OFFSET 0);
CREATE VIEW own.journal_line AS SELECT * FROM journal_line l
    WHERE EXISTS (SELECT FROM own.journal_entry e WHERE e.entry_id = l.entry_id OFFSET 0);
CREATE VIEW own.statement_reply AS SELECT * FROM statement_reply
    WHERE side <> 'customer' OR EXISTS (SELECT FROM own.answers_for a WHERE a.customer = statement_reply.party OFFSET 0);
CREATE VIEW own.purchase_account AS SELECT * FROM purchase_account p
    WHERE orders = '{}' OR EXISTS (SELECT FROM own.order_account o WHERE o.order_id = ANY(p.orders) OFFSET 0);
CREATE VIEW own.paper AS SELECT * FROM paper p WHERE CASE
    WHEN order_id IS NOT NULL THEN EXISTS (SELECT FROM own.order_account o WHERE o.order_id = p.order_id OFFSET 0)
    ELSE customer = '' OR EXISTS (SELECT FROM own.answers_for a WHERE a.customer = p.customer OFFSET 0) END;

-- The ids of all documents that are not his.
CREATE VIEW own.hidden AS
    SELECT order_id AS id FROM order_account a
        WHERE NOT EXISTS (SELECT FROM own.order_account o WHERE o.order_id = a.order_id OFFSET 0)
    UNION ALL SELECT invoice_id FROM invoice i
        WHERE NOT EXISTS (SELECT FROM own.invoice o WHERE o.invoice_id = i.invoice_id OFFSET 0)
    UNION ALL SELECT receipt_id FROM receipt r
        WHERE NOT EXISTS (SELECT FROM own.receipt o WHERE o.receipt_id = r.receipt_id OFFSET 0)
    UNION ALL SELECT difference_id FROM difference d
        WHERE NOT EXISTS (SELECT FROM own.difference o WHERE o.difference_id = d.difference_id OFFSET 0);
