-- What papers of a shipment are drawn from: the order as it was agreed, the packages, what customs asks of an item.
ALTER TABLE order_version ADD COLUMN content jsonb;
ALTER TABLE shipment ADD COLUMN packages jsonb NOT NULL DEFAULT '[]';
ALTER TABLE item_weight ADD COLUMN name text NOT NULL DEFAULT '', ADD COLUMN unit text NOT NULL DEFAULT '',
    ADD COLUMN customs_code text NOT NULL DEFAULT '', ADD COLUMN origin text;

-- Of a shipment that leaves the country finance's invoice; of any, what a clerk read from the carriers' and insurers' papers.
CREATE TABLE shipment_document (
    shipment_id uuid PRIMARY KEY,
    state jsonb NOT NULL
);
