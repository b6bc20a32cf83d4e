"""What is told of local deliveries, and how their tours are found."""
