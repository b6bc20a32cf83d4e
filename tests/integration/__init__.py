"""Stories of the whole company: six real departments, real Kafka, real PostgreSQL, HTTP; told order by order.

That no department opens another's database is told in tests/embedded/test_embedded.py.
"""
