-- What is scanned: an awaited purchase by its item, an item by one of its other places (NOT-17).
CREATE INDEX purchase_awaited_item ON purchase (item) WHERE ordered > accepted + cancelled;
CREATE INDEX stock_places ON stock USING gin (places);
