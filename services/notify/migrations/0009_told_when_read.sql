-- What happened is put into words when it is read, in the words of the contract. Where there are some, they were written
-- by a release of before, and stay.
ALTER TABLE order_event ALTER COLUMN summary SET DEFAULT '';
