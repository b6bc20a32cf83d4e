-- A message that never became an order is found by what it calls the order: customer/PO number, or the PO number alone.
CREATE INDEX parked_reference ON parked (substr(key, strpos(key, '/') + 1));
