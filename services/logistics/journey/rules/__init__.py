"""What carriers tell of goods under way, and the sheets in which they tell it."""
