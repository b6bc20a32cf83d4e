"""What a customer needs, question by question, and which version of it he agreed to in writing (SAL-19)."""
