"""What has no domain word in it, one topic a file. Knows no other app."""
