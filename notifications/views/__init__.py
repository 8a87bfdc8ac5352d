"""Pages about what one was told, and about what is mailed."""
