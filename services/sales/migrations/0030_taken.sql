-- How many orders a customer took in whole counts in the priority of his next one (SAL-7): read from the index alone.
CREATE INDEX feedback_of_deliveries ON feedback (customer, cause);
