"""The one door out: nothing else turns sealed values into bytes for somebody outside (IV; PIPL 21, 23, 38).

What leaves is a subset of what is declared for the recipient, for a purpose declared for both, under a contract in
force, by a legal path if it leaves the mainland; encrypted to the recipient's own key; written into a ledger that the
persons concerned can read. A refusal names its question and writes nothing.
"""

from coatingcat.privacy.actions.disclosure.disclosing import admit, disclose
from coatingcat.privacy.actions.disclosure.records import Demand, Record

__all__ = ["Demand", "Record", "admit", "disclose"]
