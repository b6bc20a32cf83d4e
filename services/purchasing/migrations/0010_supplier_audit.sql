-- What somebody from outside found at a supplier on a day, with its corrective actions; doc holds it whole (PUR-13).
-- due_on: the day of the first action that nobody has closed yet; null when all are closed.
CREATE TABLE supplier_audit (
    supplier text,
    audited_on date,
    due_on date,
    doc jsonb NOT NULL,
    PRIMARY KEY (supplier, audited_on)
);
CREATE INDEX supplier_audit_open ON supplier_audit (supplier, due_on) WHERE due_on IS NOT NULL;
