-- The board: one row per order. Only messages with the order's own key write it, so the key lock keeps it whole.
CREATE TABLE board (
    order_id uuid PRIMARY KEY,
    version int NOT NULL,
    number text,
    customer text,
    customer_po text,
    merchandiser text,
    priority int NOT NULL,
    promised date,
    value numeric,
    currency text,
    stage text,
    stage_version int NOT NULL,
    stage_since timestamptz,
    reviewed_version int NOT NULL,
    reviewed text[] NOT NULL,
    against text NOT NULL,
    dispatched boolean NOT NULL,
    cancelled boolean NOT NULL,
    state text NOT NULL,
    opened_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX board_state ON board (state, order_id);
CREATE INDEX board_merchandiser ON board (merchandiser, order_id);
CREATE INDEX board_number ON board (number);
CREATE INDEX board_po ON board (customer_po);

-- The story: no personal and no cost data.
CREATE TABLE order_event (
    order_id uuid,
    id bigint GENERATED ALWAYS AS IDENTITY,
    topic text NOT NULL,
    at timestamptz NOT NULL,
    summary text NOT NULL,
    facts jsonb NOT NULL,
    PRIMARY KEY (order_id, id)
);

-- When an order first reached a stage; position counts the stages.
CREATE TABLE stage_reached (
    order_id uuid,
    position smallint,
    stage text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (order_id, position)
);

-- A promise has two halves, and either may come first: the event that opens it and the answer that keeps it.
-- It is open while its newest opening has no answer that is as new. Versions count per promise (rules.py).
CREATE TABLE promise (
    key uuid PRIMARY KEY,
    cause text,
    reason text,
    awaits text,
    owner text,
    since timestamptz,
    due timestamptz,
    order_id uuid,
    order_version int,
    purchase_id uuid,
    item text,
    need_version int,
    provisional boolean,
    opened_version bigint,
    answered_version bigint,
    answered_at timestamptz,
    open boolean NOT NULL GENERATED ALWAYS AS (
        opened_version IS NOT NULL AND coalesce(answered_version < opened_version, true)
    ) STORED
) WITH (fillfactor = 80);
CREATE INDEX promise_order ON promise (order_id) WHERE open;
CREATE INDEX promise_purchase ON promise (purchase_id) WHERE open AND order_id IS NULL;

-- The newest that is known of an order: what makes its older promises void.
CREATE TABLE watched_order (
    order_id uuid PRIMARY KEY,
    version int NOT NULL,
    ended text,
    ended_at timestamptz,
    undo_due timestamptz,
    need_version int NOT NULL,
    lacking text[] NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX watched_cancelled ON watched_order (order_id) WHERE ended = 'cancelled';

-- Which orders a purchase serves now; done when nothing of it is outstanding.
CREATE TABLE serving (
    purchase_id uuid PRIMARY KEY,
    version int NOT NULL,
    orders uuid[] NOT NULL,
    done boolean NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX serving_orders ON serving USING gin (orders);

-- Superseded by a newer version, withdrawn by the order's end; a cancelled order's open shipment is the
-- warehouse's to undo, and its purchases are purchasing's (flow.md, Events and promises).
CREATE VIEW open_promise AS
SELECT p.key, p.cause, p.reason, p.order_id, p.purchase_id, p.since,
       CASE WHEN undo THEN 'stock.released or shipment.dispatched' ELSE p.awaits END AS awaits,
       CASE WHEN undo THEN 'warehouse' ELSE p.owner END AS owner,
       CASE WHEN undo THEN w.undo_due ELSE p.due END AS due
FROM promise p
LEFT JOIN watched_order w ON w.order_id = p.order_id
CROSS JOIN LATERAL (SELECT p.cause = 'stock.reserved' AND w.ended IS NOT DISTINCT FROM 'cancelled' AS undo) u
WHERE p.open
  AND NOT (p.provisional AND NOT undo
           AND (w.ended IS NOT NULL OR coalesce(p.order_version, 0) < coalesce(w.version, 0)))
  AND NOT (coalesce(p.need_version < w.need_version, false)
           AND p.cause IN ('stock.short', 'purchase.impossible')
           AND (p.cause = 'stock.short' OR p.item <> ALL (w.lacking)))
UNION ALL
SELECT md5(s.purchase_id::text || w.order_id::text)::uuid, 'order.cancelled', 'order.cancelled', w.order_id,
       s.purchase_id, w.ended_at, 'purchase.cancelled or purchase.changed', 'purchasing', w.undo_due
FROM watched_order w JOIN serving s ON s.orders @> ARRAY[w.order_id]
WHERE w.ended = 'cancelled' AND NOT s.done;

CREATE TABLE person (
    person text PRIMARY KEY,
    version int NOT NULL,
    name text NOT NULL,
    department text NOT NULL,
    roles text[] NOT NULL,
    deputy text,
    active boolean NOT NULL
);
