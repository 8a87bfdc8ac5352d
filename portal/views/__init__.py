"""Pages that span apps, one noun a file."""
