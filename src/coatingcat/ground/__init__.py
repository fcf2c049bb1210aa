"""What has no coating and no person in it, and every room stands on.

Keeps: the clock and the Chinese working-day calendar, ids and codes, money, files (what may come in, cleaned),
the bus (`emit`, `hears`), slots (fragments of rooms above in pages below), jobs (`later`) and their progress,
rate limits, the mark that every view carries (`access_rule`).
Does not keep: anything about a person or a product. Sealing, purposes and consent are `privacy`.
Words: *due* (a date that a number of working days leads to), *job* (work done later, by name, with ids only),
*bucket* (what is left of an allowance), *fault* (an exception told without its values).
"""
