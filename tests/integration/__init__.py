"""Stories of the whole company: six real departments, real Kafka, real PostgreSQL, HTTP; told order by order."""
