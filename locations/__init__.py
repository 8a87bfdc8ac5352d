"""Areas, work locations and their assessment, transport links, housing figures and landscape structures."""
