-- Every promise of an order is found by one index, open or not. An answer to what nobody promised is in none of purchases.
DROP INDEX promise_order, promise_purchase, promise_of_purchase;
CREATE INDEX promise_of_purchase ON promise (purchase_id) WHERE order_id IS NULL AND purchase_id IS NOT NULL;
