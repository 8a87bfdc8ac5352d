"""Areas, work locations, transport links, housing figures and landscape structures."""
