-- Why a customer is on credit hold, as reasons with their codes: said in the language of who reads them (ALL-5).
ALTER TABLE credit ALTER COLUMN reason SET DEFAULT '', ADD COLUMN reasons jsonb NOT NULL DEFAULT '[]';
UPDATE credit SET reasons = jsonb_build_array(jsonb_build_object('code', 'by_hand', 'text', reason)) WHERE held;
