"""What a person may do now: the commands of all departments with their forms, and the way there (ALL-3, NOT-17)."""
