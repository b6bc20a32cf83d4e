"""The six departments, by the names that their topics, databases and settings bear."""

DEPARTMENTS = ("sales", "purchasing", "warehouse", "logistics", "finance", "notify")
