-- An order is cancelled from its cancel on, as sales has it, also while goods are on their way back.
UPDATE board SET state = 'cancelled' WHERE cancelled AND state = 'open';
