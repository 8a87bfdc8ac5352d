"""Charter versions, themes, goals, paragraphs and signatures; loading the official text."""
