-- How far the statement of a month's receivables is: the last order that it told of, and how many parts were said (FIN-6).
CREATE TABLE month_stated (
    month text PRIMARY KEY,
    parts int NOT NULL,
    through uuid,
    done boolean NOT NULL
);
