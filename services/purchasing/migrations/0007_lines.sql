-- Production lines, when each stands still, and what each makes (PUR-12). Minutes are of a working day, all shifts together.
CREATE TABLE line (
    line text PRIMARY KEY,
    name text NOT NULL,
    shifts int NOT NULL,
    shift_minutes int NOT NULL,
    active bool NOT NULL
);
CREATE TABLE line_maintenance (
    line text,
    first_on date,
    until_on date NOT NULL,
    minutes int NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (line, first_on)
);
CREATE TABLE line_item (
    item text,
    line text,
    rank int NOT NULL,
    minutes_per_unit numeric NOT NULL,
    amount numeric NOT NULL,
    currency text NOT NULL,
    PRIMARY KEY (item, line)
);
