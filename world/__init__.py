"""The outside: simulated customers, suppliers, carriers, banks and staff."""
