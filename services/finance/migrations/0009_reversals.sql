-- A reversal is looked for by the account and the amount of what it takes back.
CREATE INDEX receipt_amount ON receipt (account, amount);
