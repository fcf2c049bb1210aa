"""How a member wants the site to look: kept here, so that a new browser need not be told again (I.2b-cookie2)."""

from uuid import UUID

from coatingcat.members.models import Member


def keep_choices(*, member_id: UUID, language: str | None = None, theme: str | None = None) -> None:
    """Keep the language or the appearance of the site that was chosen; None leaves the other as it is."""
    chosen = {"page_language": language, "page_theme": theme}
    Member.objects.filter(pk=member_id).update(**{name: value for name, value in chosen.items() if value is not None})
