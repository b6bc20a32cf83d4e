"""The time-and-action calendar: orders as rows, milestones as columns, as a grid and as a spreadsheet (NOT-3)."""
