"""A plan of tours: which vehicle brings which shipments on a day, in which order and when (LOG-4)."""
