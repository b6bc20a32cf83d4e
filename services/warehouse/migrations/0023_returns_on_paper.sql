-- Which purchases serve an order: its papers tell what of them went back to a supplier (WHS-5).
CREATE INDEX purchase_orders ON purchase USING gin (orders);
