"""The company's questions, and what a customer answered to them."""
