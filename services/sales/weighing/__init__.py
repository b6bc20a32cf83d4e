"""Orders are weighed anew when their day comes nearer or their customer's grade changes (SAL-7)."""
