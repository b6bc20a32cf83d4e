-- The lines of a purchase order, by the order's number, as suppliers name it on their bills (PUR-4).
CREATE INDEX purchase_account_order ON purchase_account ((doc->>'purchase_order')) WHERE doc->>'purchase_order' <> '';
