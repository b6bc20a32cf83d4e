-- A voucher: an entry that a person writes, signed by others before it is booked; reverses: the number of the one that it
-- takes back (FIN-3). Of one there is one that counts.
CREATE TABLE voucher (
    voucher_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    state text NOT NULL CHECK (state IN ('awaited', 'booked', 'refused')),
    reverses text NOT NULL,
    document json NOT NULL
);
CREATE UNIQUE INDEX voucher_reversal ON voucher (reverses) WHERE reverses <> '' AND state <> 'refused';
CREATE INDEX voucher_awaited ON voucher (voucher_id) WHERE state = 'awaited';
