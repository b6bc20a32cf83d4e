-- Where a rate comes from, and the day it was quoted on: a weekend is reckoned with at Friday's (FIN-8).
ALTER TABLE currency_rate ADD COLUMN source text NOT NULL DEFAULT 'hand', ADD COLUMN quoted_on date;
