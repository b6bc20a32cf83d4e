-- The day on which something of this day is booked: itself, or the first day after the months that are closed (FIN-6).
CREATE OR REPLACE FUNCTION booking_day(day date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT greatest(day, (SELECT max(open_from) FROM month_close))
$$;
