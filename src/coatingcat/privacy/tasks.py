"""What privacy does by itself."""

from uuid import UUID

from coatingcat.ground.jobs import job, periodic
from coatingcat.privacy.actions import destroy_retired_epochs, erasures, publish_head, seal_chain, sweep_files
from coatingcat.privacy.actions.consents import expire_consents


@periodic("privacy.seal_chain", cron="* * * * * */10")
def seal() -> None:
    """Chain what was opened in the last seconds."""
    seal_chain()


@periodic("privacy.publish_head", cron="5 16 * * *")
def publish() -> None:
    """Publish the chain's head just after midnight in Shanghai."""
    publish_head()


@periodic("privacy.destroy_retired_epochs", cron="30 * * * *")
def destroy() -> None:
    """Remove key files that a crash left behind after a rotation."""
    destroy_retired_epochs()


@periodic("privacy.sweep_files", cron="20 17 * * *")
def sweep() -> None:
    """Delete sealed files that belong to nothing any more."""
    sweep_files()


@job("privacy.erase", priority=5)
def erase(*, erasure_id: str) -> None:
    """Make somebody unreadable, once the time to withdraw is over."""
    erasures.erase(erasure_id=UUID(erasure_id))


@job("privacy.clear")
def clear(*, erasure_id: str) -> None:
    """Clear the next place of an erasure, or prove that all are clear."""
    erasures.clear_next(erasure_id=UUID(erasure_id))


@periodic("privacy.expire_consents", cron="10 16 * * *")
def expire() -> None:
    """Write down which consents have come to their end."""
    expire_consents()
