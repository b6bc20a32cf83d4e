-- The claims of an order, decided or not: each is a paper to its supplier (PUR-8).
CREATE INDEX claim_numbered_of_order ON claim USING gin ((doc -> 'orders')) WHERE number <> '';
