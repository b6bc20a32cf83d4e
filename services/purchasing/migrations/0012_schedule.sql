-- The production orders of a line that are still made, or expected, on a day or after it (PUR-9): those of years ago are passed over.
CREATE INDEX production_until ON production (
    line, greatest(doc -> 'days' -> -1 ->> 'on', doc -> 'steps' -> -1 ->> 'forecast_on')
);
