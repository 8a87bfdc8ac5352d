"""How fast the portal answers, each time against the plainest thing that answers the same.

    DATABASE_URL=postgres://… REDIS_URL=redis://… make bench

makes a database of its own on that PostgreSQL, loads the real content, serves it with gunicorn
(two sync workers) and writes docs/performance.md; the numbers behind it go to
docs/performance.json. The database is dropped afterwards. `targets` says what is compared and
which goals there are, `twins` holds what the portal is compared with.

How to read it: a number of one machine says little elsewhere, so only ratios count. In each round
the target and its twin are asked one after the other, in random order, so that whatever else the
machine does hits both; a ratio is made within a round. The median of the rounds is the result, and
the quartiles beside it say how sure it is: a goal that lies between them is neither held nor
missed for good. The load comes from the same machine and takes its share of the processor, which
draws ratios of requests per second towards 1; the CPU time of the workers does not have that share.
It is only that of Django's processes: what PostgreSQL and Redis work shows in requests per second.

What runs outside requests (`works`) is compared in the same way: mails are sent by two workers to a
mail server on the same machine (`sink`, in a process of its own), which takes its share of the
processor from both sides too.
"""
