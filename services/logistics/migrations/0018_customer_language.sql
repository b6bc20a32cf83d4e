-- In which language a customer reads his papers, as sales said it last (LOG-6, ALL-5).
CREATE TABLE customer_language (
    customer text PRIMARY KEY,
    version integer NOT NULL,
    language text NOT NULL
);
