-- How fast goods leave, and since when none of an item did (WHS-7). The newest of an item come first by time now.
CREATE INDEX movement_at ON movement (item, at, id);
CREATE INDEX movement_left ON movement (item, at) INCLUDE (quantity) WHERE kind = 'dispatch';
DROP INDEX movement_item;
