"""The outbox, delivery by Celery, preferences, digests and the inbox."""
