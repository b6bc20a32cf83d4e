-- What nobody can be asked for while a promise is open (an advance, a letter of credit): its contract says which.
ALTER TABLE promise ADD COLUMN suspends text[];
UPDATE promise SET suspends = '{order.confirmed,order.released}' WHERE cause = 'advance.requested';
DROP INDEX promise_advance;
-- Of an advance that a notify before this one hears meanwhile, suspends is null: it is known by its cause.
CREATE INDEX promise_suspending ON promise (order_id) WHERE suspends IS NOT NULL OR cause = 'advance.requested';

-- As before, but for what puts to sleep: what hopes first for a topic that an open promise of its order suspends. One
-- that a newer version of the order made void suspends nothing.
CREATE OR REPLACE VIEW promise_now AS
SELECT p.key, p.cause, p.reason, p.order_id, p.purchase_id, p.since,
       CASE WHEN undo THEN 'stock.unreserved or shipment.dispatched' ELSE p.awaits END AS awaits,
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
                 AND (p.cause = 'stock.short' OR p.item <> ALL (w.lacking)) THEN 'superseded' END AS void,
       p.due_provisional AND NOT undo AS due_provisional,
       CASE WHEN undo THEN ARRAY['stock.unreserved', 'shipment.dispatched'] ELSE kept_by END AS topics
FROM promise p
LEFT JOIN LATERAL (SELECT * FROM watched_order WHERE order_id = p.order_id OFFSET 0) w ON true
CROSS JOIN LATERAL (SELECT p.cause = 'stock.reserved' AND w.ended IS NOT DISTINCT FROM 'cancelled' AS undo,
                           coalesce(p.topics, string_to_array(p.awaits, ' or ')) AS kept_by) u
LEFT JOIN LATERAL (
    SELECT coalesce(h.held, false) OR coalesce(a.open, false) AS asleep,
           greatest(CASE WHEN NOT h.held THEN h.since END, a.ended_at) AS woken
    FROM (SELECT max(a.answered_at) AS ended_at,
                 bool_or(a.open AND NOT (a.provisional AND coalesce(a.order_version, 0) < coalesce(w.version, 0))) AS open
          FROM promise a
          WHERE a.order_id = p.order_id AND (a.suspends IS NOT NULL OR a.cause = 'advance.requested')
            AND kept_by[1] = ANY(coalesce(a.suspends, '{order.confirmed,order.released}'))) a
    LEFT JOIN board b ON b.order_id = p.order_id
    LEFT JOIN held_customer h ON h.customer = b.customer
    WHERE kept_by[1] IN ('order.confirmed', 'order.released')
) s ON true
WHERE p.opened_version IS NOT NULL;
