"""Who makes it, and the trees it is filed in."""

from django.db import models

from coatingcat.catalog.models import facts
from coatingcat.catalog.words import FUNCTIONS, Status


class Named(models.Model):
    """Something with a name in both languages; the Chinese one has a status of its own."""

    code = facts.key()
    name_en = facts.text()
    name_zh = facts.text()
    name_zh_status = facts.text(default=Status.BACKGROUND)
    fingerprint = facts.fingerprint()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en

    def name(self, language: str) -> str:
        """The name in a language; English where there is no Chinese one."""
        return (self.name_zh if language.startswith("zh") else "") or self.name_en


class Company(models.Model):
    """A maker or seller of raw materials. The Chinese name is an alias to search by until its owner confirms it."""

    code = facts.key()
    name = facts.text()
    name_zh = facts.text()
    kind = facts.text()
    country = facts.text()
    focus = facts.text()
    status = facts.text(default=Status.BACKGROUND)
    fingerprint = facts.fingerprint()

    class Meta:
        ordering = ["name"]
        constraints = [
            facts.one_of("company_status", "status", Status),
            models.CheckConstraint(condition=~models.Q(name=""), name="company_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Category(Named):
    """A group of products, in a tree."""

    parent = facts.link("self", null=True, blank=True, related_name="children")
    function = facts.text()
    """Code of the function axis that products of this category have; empty: unknown."""
    position = facts.whole(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("code")), name="category_not_own_parent"),
            models.CheckConstraint(condition=models.Q(function__in=["", *FUNCTIONS]), name="category_function"),
        ]


class Segment(Named):
    """What is coated, in a tree."""

    parent = facts.link("self", null=True, blank=True, related_name="children")
    position = facts.whole(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("code")), name="segment_not_own_parent"),
        ]


class DataSource(models.Model):
    """A collection that figures were taken from, with the licence and acknowledgement its owner asks for."""

    code = facts.key()
    what = facts.text()
    licence = facts.text()
    used_for = facts.text()
    fingerprint = facts.fingerprint()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
