-- Calls, mails, chats and meetings with customers, and what was promised in them (SAL-22).
CREATE TABLE conversation (
    conversation_id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer text NOT NULL,
    order_id uuid,
    happened_on date NOT NULL,
    open_orders_sent boolean NOT NULL,
    promise_open boolean NOT NULL,
    document json NOT NULL
);
CREATE INDEX conversation_of_order ON conversation (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX conversation_of_customer ON conversation (customer, conversation_id);
CREATE INDEX conversation_promised ON conversation (conversation_id) WHERE promise_open;
-- When somebody spoke with a customer last, and when he got the list of his open orders last.
CREATE INDEX conversation_last ON conversation (customer, happened_on);
CREATE INDEX conversation_list_sent ON conversation (customer, happened_on) WHERE open_orders_sent;
