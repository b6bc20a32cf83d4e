"""An order comes into the book, complete or not (SAL-2, SAL-3)."""
