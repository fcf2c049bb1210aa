"""What privacy does by itself."""

from uuid import UUID

from coatingcat.ground.jobs import job, periodic
from coatingcat.privacy.actions import (
    build_export,
    destroy_retired_epochs,
    erasures,
    publish_head,
    rotate_epoch,
    run_retention,
    seal_chain,
    sweep_archives,
    sweep_files,
)
from coatingcat.privacy.actions.cases import close_quiet_cases, date_cases_anew, remind_of_cases
from coatingcat.privacy.actions.consents import expire_consents
from coatingcat.privacy.actions.controllers import tell_controller_change
from coatingcat.privacy.actions.corrections import pass_correction_on
from coatingcat.privacy.actions.delivering import deliver, drop_old_packages
from coatingcat.privacy.actions.endings import carry_out_end
from coatingcat.privacy.actions.guardians import end_minorities, forget_unanswered_requests
from coatingcat.privacy.actions.incidents import find_affected, notify_affected
from coatingcat.privacy.actions.policy import adopt_shipped, take_effect


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


@periodic("privacy.forget_unanswered_requests", cron="25 * * * *")
def forget_unanswered() -> None:
    """Delete what was kept to ask a guardian, once a week has passed without an answer."""
    forget_unanswered_requests()


@periodic("privacy.end_minorities", cron="10 16 * * *")
def come_of_age() -> None:
    """Just after midnight in Shanghai: who has come of age is an adult here as well."""
    end_minorities()


@periodic("privacy.sweep_files", cron="20 17 * * *")
def sweep() -> None:
    """Delete sealed files that belong to nothing any more."""
    sweep_files()
    sweep_archives()


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


@job("privacy.deliver_share")
def deliver_share(*, share_id: str) -> None:
    """Send what a recipient is to get to its server."""
    deliver(share_id=UUID(share_id))


@periodic("privacy.drop_old_packages", cron="35 17 * * *")
def drop_packages() -> None:
    """Delete packages that nobody fetched in time."""
    drop_old_packages()


@periodic("privacy.policy_versions", cron="*/5 * * * *")
def policy_versions() -> None:
    """Take notice of new versions of the policy, and put in force those whose day has come."""
    adopt_shipped()
    take_effect()


@periodic("privacy.run_retention", cron="50 17 * * *", attempts=3)
def retention() -> None:
    """Every night: what is over its keeping time goes (III.2a)."""
    run_retention()


@periodic("privacy.rotate_epoch", cron="10 18 * * 0", attempts=3)
def rotate() -> None:
    """Every week: survivors are wrapped anew, and the old epoch's key file is destroyed. Backups go dark with it."""
    rotate_epoch()


@job("privacy.build_export", priority=5)
def export(*, export_id: str) -> None:
    """Build the archive somebody asked for."""
    build_export(export_id=UUID(export_id))


@job("privacy.tell_controller_change")
def tell_of_controller(*, change_id: str, after: str | None = None) -> None:
    """Tell members of a new administrator, some hundred at a time."""
    tell_controller_change(change_id=UUID(change_id), after=UUID(after) if after else None)


@periodic("privacy.watch_erasures", cron="*/10 * * * *")
def watch() -> None:
    """Ask again for erasures that stand still; tell officers of those that have used up half of their time."""
    erasures.watch_erasures()


@periodic("privacy.end_holds", cron="40 17 * * *")
def end_holds() -> None:
    """Erase what the law held back, on the day after its last, and digests against re-import past their time."""
    erasures.end_holds()
    erasures.forget_tombstones()


@job("privacy.correction_flows")
def correction_flows(*, subject_id: str, label: str, correction_id: str) -> None:
    """Pass a corrected value on to whatever and whoever has a copy."""
    pass_correction_on(subject_id=UUID(subject_id), label=label, correction_id=UUID(correction_id))


@periodic("privacy.watch_cases", cron="10 0 * * *")
def watch_cases() -> None:
    """In the morning in Shanghai: date anew what was provisional, raise alarms, end what is settled."""
    date_cases_anew()
    remind_of_cases()
    close_quiet_cases()


@periodic("privacy.carry_out_end", cron="*/10 * * * *")
def end_service() -> None:
    """After the last day of a service whose end was announced: erase everybody, and prove it."""
    carry_out_end()


@job("privacy.find_affected")
def find(*, incident_id: str) -> None:
    """Find whom an incident concerns."""
    find_affected(incident_id=UUID(incident_id))


@job("privacy.notify_affected")
def notify(*, incident_id: str) -> None:
    """Tell everybody whom an incident concerns."""
    notify_affected(incident_id=UUID(incident_id))
