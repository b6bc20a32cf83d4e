-- Why a customer is held, as reasons with their codes: said in the language of who reads them (ALL-5).
ALTER TABLE customer_credit ADD COLUMN hold_reasons jsonb NOT NULL DEFAULT '[]';
UPDATE customer_credit SET hold_reasons = jsonb_build_array(jsonb_build_object('code', 'by_hand', 'text', hold_reason))
WHERE hold_reason <> '';
