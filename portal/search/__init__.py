"""Search over everything public, in the language of the page.

`sources` lists what is found; `index` keeps a table of it in step with the rows; `query` asks that
table; `excerpts` shows where the words stand. docs/decisions/0017-search.md says why.
"""
