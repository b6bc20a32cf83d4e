-- Who sees what somebody sees, and the days on which his deputy stands in for him (ALL-3, ALL-8).
ALTER TABLE person ADD COLUMN superior text, ADD COLUMN away_from date, ADD COLUMN away_until date;
