"""Orders are weighed anew when their day comes nearer, or what they are weighed by changes (SAL-7)."""
