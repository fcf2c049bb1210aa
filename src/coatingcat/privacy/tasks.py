"""What privacy does by itself."""

from coatingcat.ground.jobs import periodic
from coatingcat.privacy.actions import destroy_retired_epochs, publish_head, seal_chain, sweep_files


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
