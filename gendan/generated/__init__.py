"""What is made from the contracts: schemas, the AsyncAPI document, the flow tables, alert rules, the Kafka topics."""
