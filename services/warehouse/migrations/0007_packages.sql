-- The packages of a shipment, as goods.packed told them; of one that was packed before, none (WHS-6).
ALTER TABLE shipment ADD COLUMN packages jsonb NOT NULL DEFAULT '[]';
