"""Why an order is where it is: ask every department, join by causation, name the first missing link."""
