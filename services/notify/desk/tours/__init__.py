"""The tours of a day, for who drives them: on a phone or printed (LOG-4)."""
