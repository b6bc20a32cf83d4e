"""The roles that the company knows: those that some department's route asks for.

Written down, so that a token is signed without loading six departments; a test compares with the routes.
"""

ROLES = (
    "accountant", "administrator", "analyst", "bank", "buyer", "carrier", "customer", "customer service",
    "finance manager", "general manager", "inspector", "legal", "logistics clerk", "management", "merchandiser",
    "planner", "quality manager", "sales manager", "salesperson", "service supervisor", "storekeeper", "supplier",
)  # fmt: skip
