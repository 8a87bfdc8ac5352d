"""Page freshness: public answers are kept until something public changes.

A stamp moves with each committed change of content (`changes`, `stamp`, `stores`); views declare
which answers are the same for everybody (`declaration`); a cache before Django gives those without
waking it (`page_cache`, `kept`, `accepts`). docs/decisions/0013-page-freshness.md says why.
"""
