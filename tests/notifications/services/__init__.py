"""Real services that misbehave: a mail server, workers that are killed, a Redis that stops.

Small in every run, at size with `--full`. Redis and workers are the tests' own (the program
`redis-server` is needed); those that others use are never stopped.
"""
