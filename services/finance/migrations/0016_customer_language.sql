-- In which language a customer reads his papers, as sales said it last; empty is not heard yet.
ALTER TABLE customer_credit ADD COLUMN language text NOT NULL DEFAULT '';
