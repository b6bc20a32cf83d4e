-- What electronic orders call customers and items by (SAL-2).
CREATE INDEX customer_by_gln ON customer ((state ->> 'gln'));
CREATE INDEX item_by_gtin ON item ((state ->> 'gtin'));
