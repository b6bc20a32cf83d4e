-- Hold the cost of all stock until commit, then read these: in a volatile function each statement sees what was committed
-- before it. Taken before the counters of invoices and credit notes, and after the payables.
CREATE OR REPLACE FUNCTION hold_item_costs(wanted text[]) RETURNS SETOF item_cost LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('finance.item_cost'));
    RETURN QUERY SELECT * FROM item_cost WHERE item = ANY(wanted);
END $$;
