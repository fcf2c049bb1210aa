"""What the gate asks about the people of a recipient: was this value handed to it, and may it still have it (IV.1).

The gate alone uses it. The ledger answers: it was written when the value was handed over, by the door out.
"""

from uuid import UUID

from django.db import connection

from coatingcat.ground.clock import today
from coatingcat.privacy.words.duties import Switch

# One statement, written out, as it stands before every page on which a supplier reads of a person: the latest terms
# bind on this day, sharing is not frozen, and these labels were handed over.
_LABELS = """
SELECT person.labels FROM privacy_sharedperson person JOIN privacy_share share ON share.id = person.share_id
WHERE person.subject_id = %(subject)s AND share.recipient = %(recipient)s
AND (SELECT terms.contract <> '' AND terms.starts_on <= %(today)s
            AND (terms.ends_on IS NULL OR terms.ends_on >= %(today)s)
     FROM privacy_recipientterms terms WHERE terms.key = %(recipient)s ORDER BY terms.at DESC, terms.id DESC LIMIT 1)
AND NOT COALESCE((SELECT turn.is_frozen FROM privacy_switchturn turn WHERE turn.switch = %(shares)s
                  ORDER BY turn.at DESC, turn.id DESC LIMIT 1), false)
"""


def labels(recipient: str, subject_id: UUID) -> frozenset[str]:
    """Labels of a subject's values that were ever handed to a recipient; none without a contract in force, or while
    sharing is frozen. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _LABELS, {"subject": subject_id, "recipient": recipient, "today": today(), "shares": Switch.SHARES.name}
        )
        return frozenset(label for (text,) in cursor.fetchall() for label in text.split())
