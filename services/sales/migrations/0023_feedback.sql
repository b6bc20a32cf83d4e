-- What customers say of a delivery or of how a complaint was answered, once for each (SAL-14). The id is the order's or the complaint's.
CREATE TABLE feedback (
    feedback_id uuid PRIMARY KEY,
    number text NOT NULL,
    order_id uuid NOT NULL,
    customer text NOT NULL,
    merchandiser text NOT NULL,
    cause text NOT NULL,
    happened_on date NOT NULL,
    answer_until date NOT NULL,
    asked boolean NOT NULL,
    asked_before date,
    asked_again_from date,
    score smallint,
    comment text NOT NULL DEFAULT '',
    said_on date,
    recorded_by text NOT NULL DEFAULT '',
    low boolean NOT NULL DEFAULT false,
    done text NOT NULL DEFAULT '',
    done_on date,
    done_by text NOT NULL DEFAULT ''
);
CREATE INDEX feedback_of_order ON feedback (order_id);
CREATE INDEX feedback_of_customer ON feedback (customer, feedback_id);
CREATE INDEX feedback_low ON feedback (feedback_id) WHERE low AND done = '';
-- The summary of a period reads nothing but this.
CREATE INDEX feedback_of_period ON feedback (happened_on) INCLUDE (customer, cause, asked, score, low);

-- When a customer was asked last, and about what: one row, so that two departments' facts of one moment ask him once.
CREATE TABLE feedback_turn (
    customer text PRIMARY KEY,
    asked_on date NOT NULL,
    feedback_id uuid NOT NULL
);
