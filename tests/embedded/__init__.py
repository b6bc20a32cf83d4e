"""The Kafka and PostgreSQL that gendan brings along."""
