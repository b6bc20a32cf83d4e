-- An order is found by every number of the warehouse's papers: its own, outbound slips, goods receipts with their
-- inspections, and the purchases that served it.
CREATE INDEX demand_number ON demand (number);
CREATE INDEX shipment_slip ON shipment (slip_number) WHERE slip_number <> '';
CREATE INDEX receipt_inspection ON receipt (inspection) WHERE inspection <> '';
CREATE INDEX purchase_number ON purchase (number);
