-- The day it left, in the company's zone; of one that left before this was kept, nobody knows it.
-- corrections: what was recorded of the delivery before, each with its reason, who corrected it and when.
ALTER TABLE shipment ADD COLUMN dispatched_on date, ADD COLUMN corrections jsonb NOT NULL DEFAULT '[]';
