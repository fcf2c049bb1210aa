"""Filters of lists that go page by page."""

from typing import Any

from django import forms

from coatingcat.trade.queries.orders import Page


class Paged(forms.Form):
    """A filter whose list has pages, latest first."""

    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    @property
    def number(self) -> int:
        """The page that is asked for; the first where nothing that can be meant is."""
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get("page") or 1

    def neighbours(self, number: int, *, has_more: bool) -> dict[str, str]:
        """Addresses of the pages before and after; every other parameter stays. Empty where there is none."""
        data: Any = self.data
        query, addresses = data.copy(), {}
        for name, page, exists in (("newer", number - 1, number > 1), ("older", number + 1, has_more)):
            query["page"] = str(page)
            addresses[name] = f"?{query.urlencode()}" if exists else ""
        return addresses

    def listed(self, page: Page[Any]) -> dict[str, Any]:
        """What the page of a list shows: rows, the filter itself, and the way to newer and older ones."""
        return {"rows": page.rows, "filter": self, **self.neighbours(page.number, has_more=page.has_more)}
