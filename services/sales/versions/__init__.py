"""The versions of an order since its confirmation, two of them side by side (SAL-9)."""
