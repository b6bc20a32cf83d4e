-- What a request for quotation asks for besides its first item (PUR-10).
ALTER TABLE rfq ADD COLUMN further text[] NOT NULL DEFAULT '{}';
CREATE INDEX rfq_of_further ON rfq USING gin (further);
