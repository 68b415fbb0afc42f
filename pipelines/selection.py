"""What the reader chose: regions, dates, incident types, structures, control, status, counting rule, as-of version.

One `Selection` drives the screens, the command line, the exports and the API, so that the same words and the same
address give the same numbers everywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from pipelines import codes, wording

RULES = ("established", "latest", "lowest", "highest")
"""The counting rules, the default first. `settle.py` says what each does."""

COUNTED_STATUSES = tuple(codes.STATUS_RANK)
"""The statuses a reader can choose among. Disputed and withdrawn claims never count."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader chose. Empty or None means no restriction.

    `regions` mixes ISO 3166-2 region codes and ISO 3166-1 country codes; a country code means all of that country.
    `structures` are structure types: incidents with a claim of damage to one of them, whole.
    `as_of` is a data version; None is the newest.
    """

    regions: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    types: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    rule: str = RULES[0]
    as_of: int | None = None

    def is_everything(self) -> bool:
        """Whether no incident and no claim is left out by it (the counting rule and version aside)."""
        chosen = (self.regions, self.start, self.end, self.types, self.structures, self.control, self.statuses)
        return not any(chosen)


PARAMETERS = {
    "regions": "region",
    "start": "from",
    "end": "to",
    "types": "type",
    "structures": "structure",
    "control": "control",
    "statuses": "status",
    "rule": "rule",
    "as_of": "as_of",
}
"""Field of `Selection` to its name in the address bar, on the command line and in the API."""


def normalised(selection: Selection) -> Selection:
    """The same choice in one form: values unique and sorted, a reversed date range put right.

    Two selections that mean the same are equal after this, so it may key a cache.
    """
    start, end = selection.start, selection.end
    if start and end and start > end:
        start, end = end, start
    countries = {code for code in selection.regions if "-" not in code}
    regions = {code for code in selection.regions if code.split("-")[0] not in countries} | countries
    return Selection(
        regions=tuple(sorted(regions)),
        start=start,
        end=end,
        types=_in_order(selection.types, codes.INCIDENT_TYPE.values()),
        structures=_in_order(selection.structures, codes.STRUCTURE_TYPE.values()),
        control=_in_order(selection.control, codes.CONTROL.values()),
        statuses=_in_order(selection.statuses, COUNTED_STATUSES),
        rule=selection.rule,
        as_of=selection.as_of,
    )


def to_query(selection: Selection) -> dict[str, list[str]]:
    """The selection as parameters of an address: name to values, defaults left out."""
    query: dict[str, list[str]] = {}
    for each in fields(selection):
        value = getattr(selection, each.name)
        if value == each.default:
            continue
        many = value if isinstance(value, tuple) else (value,)
        query[PARAMETERS[each.name]] = [str(one) for one in many]
    return query


def from_query(query: Mapping[str, Iterable[str]]) -> tuple[Selection, list[str]]:
    """A selection from the parameters of an address, and a sentence for each value that is not understood.

    Parameters with other names are ignored: the address bar also holds what screens keep there.
    """
    problems: list[str] = []

    def many(name: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        given = [value for value in query.get(name, ()) if value]
        for value in given:
            if allowed and value not in allowed:
                problems.append(wording.NOT_ONE_OF.format(name=name, value=value, allowed=", ".join(allowed)))
        return tuple(value for value in given if not allowed or value in allowed)

    def one(name: str) -> str:
        return next((value for value in query.get(name, ()) if value), "")

    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(one(name)) if one(name) else None
        except ValueError:
            problems.append(wording.NOT_A_DAY.format(name=name, value=one(name)))
            return None

    as_of = one("as_of")
    if as_of and not (as_of.isascii() and as_of.isdigit() and len(as_of) < 10):
        problems.append(wording.NOT_A_VERSION.format(name="as_of", value=as_of))
        as_of = ""
    rule = many("rule", RULES)
    start, end = day("from"), day("to")
    if start and end and start > end:
        problems.append(wording.DATES_REVERSED.format(first=start, last=end))
        start = end = None
    selection = Selection(
        regions=tuple(code.upper() for code in many("region")),
        start=start,
        end=end,
        types=many("type", codes.INCIDENT_TYPE.values()),
        structures=many("structure", codes.STRUCTURE_TYPE.values()),
        control=many("control", codes.CONTROL.values()),
        statuses=many("status", COUNTED_STATUSES),
        rule=rule[0] if rule else RULES[0],
        as_of=int(as_of) if as_of else None,
    )
    return normalised(selection), problems


def _in_order(chosen: Iterable[str], order: tuple[str, ...]) -> tuple[str, ...]:
    picked = set(chosen)
    return tuple(value for value in order if value in picked)
