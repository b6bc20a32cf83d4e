"""What is made from the contracts: JSON Schemas, the AsyncAPI document, the flow tables and the Kafka topics."""
