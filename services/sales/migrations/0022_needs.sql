-- What customers answered to the company's questions, version by version, and what they agreed to (SAL-19).
CREATE TABLE inquiry_needs (
    inquiry_id uuid PRIMARY KEY,
    document json NOT NULL
);
