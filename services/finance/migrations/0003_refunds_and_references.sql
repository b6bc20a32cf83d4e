-- Money that waits for a person to let it go back to the customer.
CREATE INDEX order_account_due_back ON order_account (order_id) WHERE jsonb_array_length(doc->'due_back') > 0;
