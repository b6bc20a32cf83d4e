-- Of what an order holds, what it had reserved for an older version: dealt to nobody else while the order wants it (WHS-2).
ALTER TABLE claim ADD COLUMN kept numeric NOT NULL DEFAULT 0 CHECK (kept >= 0);
