"""The command `gendan`, and the Kafka and PostgreSQL it brings along."""
