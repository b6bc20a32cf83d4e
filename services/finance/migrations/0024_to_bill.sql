-- What of a purchase its supplier is still to bill, at the ordered price, unrounded: money that is still to go out (FIN-8).
ALTER TABLE purchase_account ADD COLUMN to_bill numeric NOT NULL GENERATED ALWAYS AS (
    greatest(
        greatest(
            coalesce((doc->>'ordered')::numeric, 0) - coalesce((doc->>'cancelled')::numeric, 0),
            coalesce((doc->>'received')::numeric, 0)
        ) - coalesce((doc->>'billed')::numeric, 0),
        0
    ) * coalesce((doc->'unit_price'->>'amount')::numeric, 0)
) STORED;
CREATE INDEX purchase_account_to_bill ON purchase_account (purchase_id) WHERE to_bill > 0;
