-- As before, but that the purchases of an order are looked up by key (OFFSET 0), as in promise_now.
CREATE OR REPLACE VIEW purchase_to_undo AS
SELECT md5(s.purchase_id::text || w.order_id::text)::uuid AS key, w.order_id, s.purchase_id, w.ended_at AS since,
       w.undo_due AS due
FROM watched_order w
CROSS JOIN LATERAL (
    SELECT purchase_id FROM serving WHERE orders @> ARRAY[w.order_id] AND NOT done OFFSET 0
) s
WHERE w.ended = 'cancelled';

-- Looked up per order: no look reads through what an index has put off.
ALTER INDEX serving_orders SET (fastupdate = off);
ALTER INDEX exception_orders SET (fastupdate = off);
SELECT gin_clean_pending_list('serving_orders'), gin_clean_pending_list('exception_orders');

CREATE INDEX board_customer ON board (customer, order_id);
CREATE INDEX exception_owner ON exception (owner, exception_id);
