-- At which gates an item is inspected while it is made, as the warehouse says; of a critical item, as sales says, at
-- both (WHS-4).
CREATE TABLE gated_item (
    item text PRIMARY KEY,
    item_version int NOT NULL DEFAULT 0,
    critical boolean NOT NULL DEFAULT false,
    plan_version int NOT NULL DEFAULT 0,
    gates text[] NOT NULL DEFAULT '{}'
);
