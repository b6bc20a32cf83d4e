-- People call an order by the customer's number too.
CREATE INDEX sales_order_po ON sales_order (customer_po);
