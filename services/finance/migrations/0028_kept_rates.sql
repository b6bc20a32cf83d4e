-- Money of which nobody knows what for keeps the rate of the day on which it came (FIN-8): a line of suspense says of which
-- receipt it is. Lines of before say none, and stay without a difference.
ALTER TABLE journal_line ADD COLUMN receipt_id uuid;
CREATE INDEX journal_line_receipt ON journal_line (receipt_id) WHERE receipt_id IS NOT NULL;
