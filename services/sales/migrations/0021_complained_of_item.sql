-- Complaints about an item, open ones too, by which an order's risk is graded (SAL-6).
CREATE INDEX complaint_of_item ON complaint USING gin (items);
