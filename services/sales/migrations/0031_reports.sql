-- A letter may be about all open orders of a customer: it is about no single one then (SAL-22, NOT-6).
ALTER TABLE letter ALTER order_id DROP NOT NULL;
CREATE INDEX letter_of_customer ON letter (customer, letter_id) WHERE order_id IS NULL;

-- How far the lists of open orders of a working day are: the last customer who was looked at.
CREATE TABLE reports_of_day (
    day date PRIMARY KEY,
    through text NOT NULL,
    done boolean NOT NULL
);

-- Each wish to cancel an order, with what came of it, so that causes are counted (SAL-24).
CREATE TABLE cancel_wish (
    order_id uuid NOT NULL,
    -- Counts the order's wishes.
    nth int NOT NULL,
    customer text NOT NULL,
    wished_on date NOT NULL,
    cause text NOT NULL,
    reason text NOT NULL,
    recorded_by text NOT NULL,
    result text NOT NULL,
    offered text NOT NULL,
    ended_on date,
    PRIMARY KEY (order_id, nth)
);
CREATE INDEX cancel_wish_of_period ON cancel_wish (wished_on, customer);
CREATE VIEW own.cancel_wish AS SELECT * FROM cancel_wish WHERE customer IN (SELECT customer FROM own.customer);
INSERT INTO cancel_wish (order_id, nth, customer, wished_on, cause, reason, recorded_by, result, offered, ended_on)
SELECT id, 1, customer, (wish ->> 'wished_on')::date, 'other', wish ->> 'reason', wish ->> 'recorded_by',
    coalesce(wish ->> 'result', 'open'), coalesce(wish ->> 'offered', ''), (wish ->> 'ended_on')::date
FROM sales_order CROSS JOIN LATERAL (SELECT document -> 'rescue' AS wish) its WHERE wish ->> 'wished_on' IS NOT NULL;
