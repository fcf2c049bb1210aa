"""What tracking keeps outside declared fields."""

from coatingcat.privacy.declarations import hold_nothing

hold_nothing(
    "tracking:measures",
    "counts by day and by names of the program's own (II.3); no column for a person, an address or a token (II.4)",
)
