-- What electronic orders call customers and items by (SAL-2).
CREATE INDEX customer_by_gln ON customer ((state ->> 'gln'));
CREATE INDEX item_by_gtin ON item ((state ->> 'gtin'));
-- Whose mail it is.
CREATE INDEX customer_by_contact ON customer USING gin ((state -> 'contacts') jsonb_path_ops);
-- A file by which orders came, as it came; the same bytes once.
CREATE TABLE order_file (
    sha256 text PRIMARY KEY,
    kind text NOT NULL,
    sender text NOT NULL,
    subject text NOT NULL,
    attachments text[] NOT NULL,
    content bytea NOT NULL
);
CREATE TABLE order_came_by (
    order_id uuid NOT NULL,
    sha256 text NOT NULL REFERENCES order_file,
    brought_at timestamptz NOT NULL,
    brought_by text NOT NULL,
    PRIMARY KEY (order_id, sha256)
);
