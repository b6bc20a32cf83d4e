-- The list of orders sorted (NOT-1): of each state, in each order that changes seldom. Read forwards or backwards.
CREATE INDEX board_promised ON board (state, promised, priority DESC, order_id);
CREATE INDEX board_value ON board (state, currency NULLS FIRST, value NULLS FIRST, order_id);
CREATE INDEX board_priority ON board (state, priority DESC, promised, order_id);
CREATE INDEX board_by_customer ON board (state, customer, promised, order_id);
