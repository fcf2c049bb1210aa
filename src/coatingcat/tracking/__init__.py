"""Tracking: how the site itself is used, without anybody in it.

Keeps: measures of five classes (II.3) in a store of its own that knows no person, by schema (II.4). Does not keep:
who came, from which address, what they typed. Main words: a *measure* is one of five classes; a *name* is one of the
program's own, such as the name of a page; a *day* is a day in Shanghai.
"""
