"""Which suppliers may be asked, what they may answer, whom a buyer may choose, and the offer that follows."""
