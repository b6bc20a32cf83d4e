-- A PO is one living order; where the company says so, a dead order's PO may become a new one (SAL-2).
CREATE UNIQUE INDEX sales_order_living ON sales_order (customer, customer_po)
    WHERE stage NOT IN ('rejected', 'cancelled', 'closed');
CREATE INDEX sales_order_reference ON sales_order (customer, customer_po, id);
ALTER TABLE sales_order DROP CONSTRAINT sales_order_customer_customer_po_key;
