"""Papers of all departments, looked for together (FIN-9)."""
