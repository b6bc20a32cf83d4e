-- People call an order by a sales slip's number too. A column of its own: the document changes with every step, the
-- slips seldom, so that an update touches no index.
ALTER TABLE sales_order ADD COLUMN slips jsonb NOT NULL
    GENERATED ALWAYS AS (jsonb_path_query_array(document, '$.shipments.*.slip_number ? (@ != "")')) STORED;
CREATE INDEX sales_order_slips ON sales_order USING gin (slips);
