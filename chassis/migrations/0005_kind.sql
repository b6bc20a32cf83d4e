-- Why a dead letter died: it breaks its contract, or its handler failed. Programs ask this, people read the reason.
ALTER TABLE parked ADD COLUMN kind text NOT NULL DEFAULT '';
UPDATE parked SET kind = CASE WHEN reason ~ '^[A-Z]\w*: ' THEN 'handler' ELSE 'contract' END WHERE why = 'dead';
