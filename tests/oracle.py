"""The counting rules once more, slowly, on plain records: what `settle` and `tally` are compared with.

It shares no code with them, only the declared code lists. Records are dictionaries of text or None, as
`synthetic.of_records` takes them.
"""

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import strategies as st

from pipelines import codes

FIGURES = {"killed": "killed", "injured": "injured", "missing": "missing", "structures": "count"}
DAY = date(2023, 5, 29)

SPOTS = {"UA-09": ("48.5", "38.9"), "UA-23": ("47.5", "36.3"), "RU-BEL": ("50.4", "36.9")}


def _figure(draw, stem):
    low, best, high = sorted(draw(st.tuples(*[st.integers(0, 9)] * 3)))
    form = draw(st.sampled_from(["blank", "best", "best", "range", "range", "between", "at least", "at most", "none"]))
    given_low, given_best, given_high = {
        "blank": (None, None, None),
        "best": (None, best, None),
        "range": (low, best, high),
        "between": (low, None, high),
        "at least": (low, None, None),
        "at most": (None, None, high),
        "none": (None, 0, None),
    }[form]
    return {f"{stem}_low": given_low, stem: given_best, f"{stem}_high": given_high}


@st.composite
def _incidents(draw, number):
    length, precision = draw(
        st.sampled_from([(0, "day"), (0, "day"), (0, "days"), (3, "days"), (6, "week"), (30, "month")])
    )
    start = DAY + timedelta(draw(st.integers(-9, 9)))
    spans = [(start, start + timedelta(length))] * 6 + [(start, None), (None, start), (None, None)]
    first, last = draw(st.sampled_from(spans))
    region = draw(st.sampled_from([*SPOTS, None]))
    is_dot = region is not None and draw(st.booleans())
    latitude, longitude = SPOTS[region] if is_dot else (None, None)
    return {
        "incident_id": f"CD-{number}",
        "date_start": first,
        "date_end": last,
        "date_precision": precision,
        "country": region[:2] if region else draw(st.sampled_from(["UA", "RU", None])),
        "region": region,
        "place": f"A town in {region}" if is_dot else None,
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": "settlement" if is_dot else "region",
        "control": draw(st.sampled_from(["government", "occupied"])),
        "incident_type": draw(st.sampled_from(["shelling", "drone_strike", "unknown"])),
        "scope": draw(st.sampled_from(["incident"] * 6 + ["period", "cumulative"])),
        "duplicate_of": draw(st.sampled_from([None] * 9 + ["CD-0", "CD-1", "CD-2"])) if number else None,
    }


def _claim(draw, number, incidents, mark):
    return {
        "claim_id": f"{mark}{number}",
        "incident_id": f"CD-{draw(st.integers(0, incidents - 1))}",
        "source_id": draw(st.sampled_from(["S-0001", "S-0002"])),
        "attributed_to": draw(st.sampled_from([None, "Mayor", " mayor", "Governor"])),
        "reported_on": draw(st.sampled_from([None, DAY, DAY + timedelta(1), DAY + timedelta(2)])),
        "status": draw(st.sampled_from(["reported", "reported", "corroborated", "confirmed", "disputed", "withdrawn"])),
    }


@st.composite
def tables(draw, most_incidents=4, most_claims=8):
    """Records of a small dataset that holds every case the counting rules speak of."""
    incidents = [draw(_incidents(number)) for number in range(draw(st.integers(1, most_incidents)))]
    people = ["everyone"] * 4 + ["civilians", "combatants", "children", "women", "girls"]
    casualties = []
    for number in range(draw(st.integers(0, most_claims))):
        claim = _claim(draw, number, len(incidents), "C")
        claim["people"] = draw(st.sampled_from(people))
        claim |= _figure(draw, "killed") | _figure(draw, "injured")
        casualties.append(claim)
    damage = []
    for number in range(draw(st.integers(0, most_claims))):
        claim = _claim(draw, number, len(incidents), "D")
        claim["structure_type"] = draw(st.sampled_from(["house", "education"]))
        claim["extent"] = draw(st.sampled_from(codes.EXTENT.values()))
        damage.append(claim | _figure(draw, "count"))
    sources = [{"source_id": "S-0001"}, {"source_id": "S-0002"}]
    return {"sources": sources, "incidents": incidents, "casualties": casualties, "damage": damage}


def settled(records, incident_id, measure, rule, statuses=()):
    """(low, best, high, open) of an incident, None where there is no figure."""
    if measure == "structures":
        types = [figure for _, figure, _ in structure_types(records, incident_id, rule, statuses)]
        by_type = [figure for figure in types if figure]
        if not by_type:
            return None
        low, best, high, is_open = added(by_type)
        return low, best, high, is_open or None in types
    claims = _own(records, "casualties", incident_id, measure, statuses)
    everyone = [claim for claim in claims if claim["people"] == "everyone"]
    if everyone:
        return _settle(everyone, rule)
    groups = {group: _settle(found, rule) for group, found in _grouped(claims, "people").items()}
    if not any(high for _, _, high, _ in groups.values()):
        return None
    ways = [*codes.PEOPLE_PARTITIONS, *((code,) for code in codes.PEOPLE.values())]
    sums = [added([groups[group] for group in way if group in groups] or [(0, 0, 0, True)]) for way in ways]
    low, best, high, _ = max(sums, key=lambda figure: (figure[1], figure[2]))
    return low, best, high, True


def structure_types(records, incident_id, rule, statuses=()):
    """For each claimed structure type: the type, its figure or None, and the best count by extent."""
    counted = statuses or tuple(codes.STATUS_RANK)
    claimed = sorted(
        {
            claim["structure_type"]
            for claim in records["damage"]
            if _counts_for(records, claim["incident_id"]) == incident_id and claim["status"] in counted
        }
    )
    own = _grouped(_own(records, "damage", incident_id, "structures", statuses), "structure_type")
    found = []
    for structure_type in claimed:
        statements = [
            {
                **parts[0],
                "claim_id": min(part["claim_id"] for part in parts),
                "rank": min(part["rank"] for part in parts),
                "figure": _with_gaps(records["damage"], parts, counted),
                "top": sum(part["top"] for part in parts),
                "parts": parts,
            }
            for parts in _grouped(
                own.get(structure_type, []), "incident_id", "speaker", "source_id", "reported_on"
            ).values()
        ]
        if not statements:
            found.append((structure_type, None, {}))
            continue
        winner = _in_order(_standing(statements), rule)[0]
        extents = defaultdict(int)
        for part in winner["parts"]:
            extents[part["extent"]] += part["top"] if rule == "highest" else part["figure"][1]
        found.append((structure_type, _settle(statements, rule), dict(extents)))
    return found


def _with_gaps(claims, parts, counted):
    """The sum of a statement's counts, open where the same statement also speaks of some without a count."""
    same = ("incident_id", "source_id", "attributed_to", "reported_on", "structure_type")
    low, best, high, is_open = added([part["figure"] for part in parts])
    counts = {part["claim_id"] for part in parts}
    gaps = [
        claim
        for claim in claims
        if claim["claim_id"] not in counts
        and claim["status"] in counted
        and all(_plain(claim[name]) == _plain(parts[0][name]) for name in same)
    ]
    return low, best, high, is_open or bool(gaps)


def _plain(cell):
    return cell.strip().lower() if isinstance(cell, str) else cell


def chosen(records, selection):
    """The records that are counted and lie in a selection, and those only their dates keep out."""
    regions, types, control = selection.regions, selection.types, selection.control
    start, end = selection.start, selection.end
    inside, maybe = [], []
    for incident in records["incidents"]:
        if incident["scope"] != "incident" or incident["duplicate_of"]:
            continue
        if regions and not {incident["region"], incident["country"]} & set(regions):
            continue
        if (types and incident["incident_type"] not in types) or (control and incident["control"] not in control):
            continue
        damaged = structure_types(records, incident["incident_id"], selection.rule, selection.statuses)
        if selection.structures and not {kind for kind, _, _ in damaged} & set(selection.structures):
            continue
        first, last = incident["date_start"], _last_day(incident)
        if (start and (first is None or first < start)) or (end and (last is None or last > end)):
            if not ((start and last and last < start) or (end and first and first > end)):
                maybe.append(incident)
            continue
        inside.append(incident)
    return inside, maybe


def _last_day(incident):
    """The last day it can have happened: where it is blank, the last that the first day and the precision allow."""
    first, last = incident["date_start"], incident["date_end"]
    if first is None or last is not None:
        return last
    while incident["date_precision"] == "month" and (first + timedelta(1)).month == first.month:
        first += timedelta(1)
    return first + timedelta({"days": 5, "week": 6}.get(incident["date_precision"], 0))


def added(figures):
    """The sum of figures: (low, best, high, open)."""
    low, best, high, opens = zip(*figures, strict=True)
    return sum(low), sum(best), sum(high), any(opens)


def _counts_for(records, incident_id):
    """The incident that a record repeats, through others where those repeat it in turn; else the record itself."""
    by_id = {incident["incident_id"]: incident for incident in records["incidents"]}
    here = by_id.get(incident_id)
    for _ in records["incidents"]:
        if here is None or not here["duplicate_of"]:
            break
        here = by_id.get(here["duplicate_of"])
    ends = here is not None and not here["duplicate_of"] and here["scope"] == by_id[incident_id]["scope"]
    return here["incident_id"] if ends else incident_id


def _own(records, table, incident_id, measure, statuses):
    counted = statuses or tuple(codes.STATUS_RANK)
    stem = FIGURES[measure]
    found = []
    for claim in records[table]:
        if _counts_for(records, claim["incident_id"]) != incident_id or claim["status"] not in counted:
            continue
        low, best, high = (claim.get(name) for name in (f"{stem}_low", stem, f"{stem}_high"))
        if best is not None:
            figure = (best if low is None else low, best, best if high is None else high, False)
        elif low is None or (low == 0 and high is None):
            continue
        else:
            figure = (low, low, low if high is None else high, high is None)
        speaker = claim["attributed_to"].strip().lower() if claim["attributed_to"] else ("source", claim["source_id"])
        top = figure[2] if best is None else best
        rank = codes.STATUS_RANK.get(claim["status"], 0)
        found.append({**claim, "figure": figure, "top": top, "speaker": speaker, "rank": rank})
    return found


def _grouped(claims, *keys):
    groups = defaultdict(list)
    for claim in claims:
        groups[tuple(claim[key] for key in keys) if len(keys) > 1 else claim[keys[0]]].append(claim)
    return groups


def _standing(claims):
    return [
        claim
        for claim in claims
        if claim["reported_on"] is None
        or all(
            other["speaker"] != claim["speaker"]
            or other["reported_on"] is None
            or other["reported_on"] <= claim["reported_on"]
            for other in claims
        )
    ]


def _in_order(claims, rule):
    def key(claim):
        rank, reported, best = -claim["rank"], -(claim["reported_on"] or date.min).toordinal(), claim["figure"][1]
        return {
            "established": (rank, reported, best),
            "latest": (reported, rank, best),
            "lowest": (best, rank, reported),
            "highest": (-claim["top"], rank, reported),
        }[rule], claim["claim_id"]

    return sorted(claims, key=key)


def _settle(claims, rule):
    standing = _standing(claims)
    first = _in_order(standing, rule)[0]
    lows, _, highs, opens = zip(*(claim["figure"] for claim in standing), strict=True)
    return min(lows), first["top"] if rule == "highest" else first["figure"][1], max(highs), any(opens)
