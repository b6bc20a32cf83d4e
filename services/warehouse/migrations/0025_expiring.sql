-- Lots of which it was said that their last day comes near, until they are gone (WHS-1).
CREATE TABLE expiring (
    receipt text PRIMARY KEY,
    item text NOT NULL,
    told_on date NOT NULL
);
CREATE INDEX quant_expires_on ON quant (expires_on) WHERE expires_on IS NOT NULL;
