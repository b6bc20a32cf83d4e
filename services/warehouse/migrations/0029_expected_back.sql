-- What customers are asked to send back and has not come yet (WHS-8): of each line of a shipment so much is to be back in
-- all, with what came before. What came is deleted; what is left with the customer stays, so that an ask that is heard
-- later does not bring it back.
CREATE TABLE expected_back (
    shipment_id uuid,
    line int,
    order_id uuid NOT NULL,
    item text NOT NULL,
    quantity numeric NOT NULL CHECK (quantity > 0),
    asked_on date NOT NULL,
    waived boolean NOT NULL DEFAULT false,
    PRIMARY KEY (shipment_id, line)
);
CREATE INDEX expected_back_open ON expected_back (shipment_id) WHERE NOT waived;
