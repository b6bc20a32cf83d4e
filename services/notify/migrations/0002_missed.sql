-- Which event kept a promise, how much of it, and of which opening the watchdog has said all that there is to say.
ALTER TABLE promise
    ADD COLUMN answered_by text,
    ADD COLUMN part_version bigint,
    ADD COLUMN looked_version bigint,
    ADD COLUMN missed_version bigint;
CREATE INDEX promise_unlooked ON promise (due) WHERE open AND looked_version IS DISTINCT FROM opened_version;
CREATE INDEX promise_missed ON promise (key) WHERE open AND missed_version = opened_version;
CREATE INDEX promise_of_order ON promise (order_id);
CREATE INDEX promise_advance ON promise (order_id) WHERE cause = 'advance.requested';
CREATE INDEX promise_of_purchase ON promise (purchase_id) WHERE order_id IS NULL;

ALTER TABLE watched_order ADD COLUMN undo_looked boolean NOT NULL DEFAULT false;
CREATE INDEX watched_undo ON watched_order (undo_due) WHERE ended = 'cancelled' AND NOT undo_looked;

-- Whose orders rest because finance holds them; the highest version holds. since: when notify heard it.
CREATE TABLE held_customer (
    customer text PRIMARY KEY,
    version int NOT NULL,
    held boolean NOT NULL,
    since timestamptz NOT NULL
);

-- Every promise as it stands now. What waits for sales to confirm or release sleeps while its customer is held or its
-- advance is open, and has its whole time again when it wakes (flow.md, Events and promises).
CREATE VIEW promise_now AS
SELECT p.key, p.cause, p.reason, p.order_id, p.purchase_id, p.since,
       CASE WHEN undo THEN 'stock.released or shipment.dispatched' ELSE p.awaits END AS awaits,
       CASE WHEN undo THEN 'warehouse' ELSE p.owner END AS owner,
       CASE WHEN undo THEN w.undo_due
            WHEN woken > p.since AND (p.open OR woken <= p.answered_at) THEN greatest(p.due, woken + (p.due - p.since)) ELSE p.due END AS due,
       -- The undoing of a reservation is another opening than its release.
       CASE WHEN undo THEN p.opened_version + 1 ELSE p.opened_version END AS opening,
       undo, coalesce(asleep, false) AND NOT undo AS asleep, p.open, p.due AS first_due,
       p.opened_version, p.looked_version, p.missed_version, p.answered_at, p.answered_by,
       coalesce(p.part_version >= p.opened_version, false) AS in_part,
       CASE WHEN NOT p.open THEN CASE WHEN p.answered_by = p.cause THEN 'superseded' END
            WHEN p.provisional AND NOT undo AND w.ended IS NOT NULL THEN 'withdrawn'
            WHEN p.provisional AND NOT undo AND coalesce(p.order_version, 0) < coalesce(w.version, 0) THEN 'superseded'
            WHEN coalesce(p.need_version < w.need_version, false)
                 AND p.cause IN ('stock.short', 'purchase.impossible')
                 AND (p.cause = 'stock.short' OR p.item <> ALL (w.lacking)) THEN 'superseded' END AS void
FROM promise p
LEFT JOIN watched_order w ON w.order_id = p.order_id
CROSS JOIN LATERAL (SELECT p.cause = 'stock.reserved' AND w.ended IS NOT DISTINCT FROM 'cancelled' AS undo) u
LEFT JOIN LATERAL (
    SELECT coalesce(h.held, false) OR coalesce(a.open, false) AS asleep,
           greatest(CASE WHEN NOT h.held THEN h.since END, a.ended_at) AS woken
    FROM (SELECT bool_or(a.open) AS open, max(a.answered_at) AS ended_at
          FROM promise a WHERE a.order_id = p.order_id AND a.cause = 'advance.requested') a
    LEFT JOIN board b ON b.order_id = p.order_id
    LEFT JOIN held_customer h ON h.customer = b.customer
    WHERE p.awaits LIKE 'order.confirmed%' OR p.awaits LIKE 'order.released%'
) s ON true
WHERE p.opened_version IS NOT NULL;

-- A cancelled order's purchases are purchasing's to undo.
CREATE VIEW purchase_to_undo AS
SELECT md5(s.purchase_id::text || w.order_id::text)::uuid AS key, w.order_id, s.purchase_id, w.ended_at AS since,
       w.undo_due AS due
FROM watched_order w JOIN serving s ON s.orders @> ARRAY[w.order_id]
WHERE w.ended = 'cancelled' AND NOT s.done;

CREATE OR REPLACE VIEW open_promise AS
SELECT key, cause, reason, order_id, purchase_id, since, awaits, owner, due, opening, asleep, in_part, undo
FROM promise_now WHERE open AND void IS NULL
UNION ALL
SELECT key, 'order.cancelled', 'order.cancelled', order_id, purchase_id, since,
       'purchase.cancelled or purchase.changed', 'purchasing', due, 0, false, false, true
FROM purchase_to_undo;

-- Exceptions and what people do about them; doc is the whole of it.
CREATE TABLE exception (
    exception_id uuid PRIMARY KEY,
    promise_id uuid NOT NULL,
    opening bigint NOT NULL,
    state text NOT NULL,
    owner text NOT NULL,
    level int NOT NULL,
    orders uuid[] NOT NULL,
    doc jsonb NOT NULL,
    UNIQUE (promise_id, opening)
) WITH (fillfactor = 70);
CREATE INDEX exception_open ON exception (exception_id) WHERE state <> 'done';
CREATE INDEX exception_state ON exception (state, exception_id);
CREATE INDEX exception_orders ON exception USING gin (orders);
