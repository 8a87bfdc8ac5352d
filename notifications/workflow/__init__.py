"""Acts on what people were told: reading it, choosing what is mailed, sending a mail again."""
