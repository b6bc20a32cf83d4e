-- An account is written with each of its facts, and its document is read and written whole: as json it is not taken apart
-- for that. What is asked of it stands in columns; a fact that changes nothing of what is looked for touches no index.
-- No older finance may run beside this one: it asks the document with operators of jsonb.
ALTER TABLE order_account ADD COLUMN due_back jsonb NOT NULL DEFAULT '[]';
UPDATE order_account SET due_back = doc->'due_back' WHERE jsonb_array_length(doc->'due_back') > 0;
DROP INDEX order_account_due_back, order_account_review;
ALTER TABLE order_account
    ALTER COLUMN doc TYPE json USING doc::json,
    ADD COLUMN awaits_review boolean NOT NULL GENERATED ALWAYS AS (review = 'awaited') STORED;
CREATE INDEX order_account_due_back ON order_account (order_id) WHERE due_back <> '[]';
CREATE INDEX order_account_review ON order_account (order_id) WHERE awaits_review;
