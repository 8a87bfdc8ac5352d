"""Who asks the API: by a token or a session, and what a token lets them do."""
