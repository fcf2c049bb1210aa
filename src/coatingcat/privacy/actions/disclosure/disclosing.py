"""Through the door: ask, open, encrypt, write the ledger, send."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.disclosure.asking import ask_abroad, ask_recipient, known_as, tellable
from coatingcat.privacy.actions.disclosure.leaving import encrypted, opened
from coatingcat.privacy.actions.disclosure.records import Demand, Record, is_sensitive, people_of
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import Package, Share, SharedPerson
from coatingcat.privacy.queries.recipients import Known
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose, Reason, ShareQuestion


@transaction.atomic
def disclose(
    *,
    recipient: str,
    purpose: Purpose,
    records: Sequence[Record],
    actor: Actor,
    about: UUID | None = None,
    leave_out: bool = False,
    silent_until: date | None = None,
    demand: Demand | None = None,
    reason: Reason | None = None,
    code: str = "",
) -> Share:
    """Hand records to a recipient: encrypt them to its key, write the ledger, and send or keep the package.

    `about`: for one thing, a recipient gets one package; asked again, the first share is returned. `leave_out`: persons
    of whom the door may not tell are left out, instead of refusing everything. `demand`: for an
    authority, in place of a contract. `reason` and `code` (of an order, say) are written down with each
    opening. Raises ShareRefused; nothing is written then.
    """
    known = known_as(recipient)
    earlier = Share.objects.filter(recipient=recipient, about=about).first() if about else None
    if earlier is not None:
        return earlier
    ask_recipient(known, purpose, records, actor, demand)
    age_key = demand.age_key if demand else known.age_key
    if not age_key:
        raise ShareRefused(ShareQuestion.KEY, recipient)
    records = tellable(known, purpose, records, leave_out=leave_out)
    people = people_of(records)
    if demand is None:
        ask_abroad(known, people)
    share = _entry(known, purpose, people, demand)
    share.by, share.about, share.silent_until = actor.subject_id, about, silent_until
    content = opened(known, purpose, records, actor, reason, code)
    sealed = encrypted(age_key, {"share": str(share.pk), "purpose": purpose.name, "records": content})
    share.digest = hashlib.sha256(sealed).digest()
    _write(share, people, sealed)
    if known.webhook:
        later("privacy.deliver_share", share_id=share.pk)
    return share


@transaction.atomic
def admit(*, recipient: str, purpose: Purpose, records: Sequence[Record], by: UUID | None, about: UUID) -> Share:
    """Let a recipient's own people see records on this site: the ledger is written, nothing is opened and nothing sent.

    Who may look, and why, is asked by the gate at each look. `about`: the order or inquiry it is done for; asked again,
    the first share is returned. Raises ShareRefused; nothing is written then.
    """
    known = known_as(recipient)
    earlier = Share.objects.filter(recipient=recipient, about=about).first()
    if earlier is not None:
        return earlier
    ask_recipient(known, purpose, records, None)
    people = people_of(tellable(known, purpose, records, leave_out=False))
    ask_abroad(known, people)
    share = _entry(known, purpose, people, None)
    share.by, share.about = by, about
    _write(share, people)
    return share


def _entry(known: Known, purpose: Purpose, people: Mapping[UUID, list[str]], demand: Demand | None) -> Share:
    """The ledger's entry, not yet written: to whom, what, in which forms, on which ground."""
    labels = sorted({label for of_one in people.values() for label in of_one})
    return Share(
        id=new_id(),
        recipient=known.key,
        recipient_name=(demand.authority if demand else known.name.en)[:120],
        purpose=purpose.name,
        labels=" ".join(labels),
        forms=" ".join(sorted({known.fields[label].name for label in labels})),
        country=demand.country if demand else known.country,
        path=known.path.name if known.path else "",
        contract=demand.reference if demand else known.contract,
        persons=len(people),
    )


def _write(share: Share, people: Mapping[UUID, list[str]], sealed: bytes | None = None) -> None:
    """The entry, its persons and the package, if something was sent."""
    share.save(force_insert=True)
    SharedPerson.objects.bulk_create(
        [
            SharedPerson(
                share=share, subject_id=subject, labels=" ".join(sorted(labels)), is_sensitive=is_sensitive(labels)
            )
            for subject, labels in people.items()
        ],
        2_000,
    )
    if sealed is not None:
        Package.objects.create(share=share, content=sealed)
