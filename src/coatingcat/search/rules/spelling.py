"""Typing errors: how far two words are apart, and which known word was meant."""

from collections.abc import Iterable


def tolerance(word: str) -> int:
    """How many slips we forgive: one from 4 letters on, two from 8 on; none in numbers, codes and Chinese."""
    if not (word.isascii() and word.isalpha()):
        return 0
    return 2 if len(word) >= 8 else int(len(word) >= 4)


def apart(one: str, other: str, limit: int) -> int:
    """Slips between two words: a letter too many, too few, another, two swapped. Above `limit`: limit + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def nearest(word: str, known: Iterable[tuple[str, int]], *, most: int = 3) -> list[str]:
    """The known words (with how often they occur) that `word` may have meant, most likely first."""
    limit = tolerance(word)
    if not limit:
        return []
    least, longest = len(word) - limit, len(word) + limit
    near = [
        (distance, candidate[0] != word[0], -often, candidate)
        for candidate, often in known
        if least <= len(candidate) <= longest and candidate != word and candidate.isalpha()
        if (distance := apart(word, candidate, limit)) <= limit
    ]
    return [candidate for *_, candidate in sorted(near)[:most]]
