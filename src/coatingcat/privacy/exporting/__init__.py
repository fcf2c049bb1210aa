"""One archive with everything about a person (V.1a; PIPL 45; NDSR 25): readable page, JSON, CSV, files.

`pieces(subject_id, language)` gives the ZIP in pieces, as it is written: nothing of it lies anywhere in clear, and
memory does not grow with the number of rows. Inside Purpose.OWN_DATA, as the person.

    index.html        what is held, in the person's language, without any other file or connection
    data.json         every value with its declaration
    portable.json     what the person gave, on consent or contract, for another service (PIPL 45 ¶3)
    tables/*.csv      one for each table, for spreadsheets
    files/…           files as they were given
"""

from coatingcat.privacy.exporting.archive import pieces
from coatingcat.privacy.exporting.sheets import Sheet, count_rows, sheets_of

__all__ = ["Sheet", "count_rows", "pieces", "sheets_of"]
