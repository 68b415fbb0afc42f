"""The evidence for one incident, like a file card: what, where, when; settled figures and why; claims; revisions."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from pipelines import codebook, codes, describe, explain, ledger, places, publish, tally, theme, wording
from pipelines.codebook import MEASURES, PEOPLE_MEASURES
from pipelines.tally import Figure
from views import desk, parts
from views.desk import Desk


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def show(now: Desk, incident_id: str) -> None:
    """Draw the evidence for an incident, or say that there is none of that number."""
    incidents = now.data.incidents
    found = np.flatnonzero((incidents[codebook.INCIDENT_ID] == incident_id).to_numpy())
    if not len(found):
        st.info(wording.NOT_FOUND.format(incident=incident_id, version=now.version))
        return
    record = next(incidents.iloc[found].itertuples(index=False))
    st.html(_card(record))
    _notices(now, record)
    figures, claims = st.columns([2, 3], gap="large")
    roles = explain.evidence(now.data, incident_id, now.selection.rule, now.selection.statuses)
    with figures:
        parts.heading(wording.SETTLED_TITLE, wording.RULES[now.selection.rule])
        st.html(_settled(now, incident_id, roles) or f"<p class='cd-note'>{escape(wording.NOT_SETTLED)}</p>")
        parts.heading(wording.REVISIONS_TITLE)
        st.html(_revisions(incident_id, now.version))
    with claims:
        parts.heading(wording.CLAIMS_TITLE)
        people, damage = explain.claims(now.data, incident_id)
        st.html(_claims(now, incident_id, people, damage, roles))
        with st.container(horizontal=True, gap="small"):
            for name, claims_frame in (("casualties", people), ("damage", damage)):
                if len(claims_frame):
                    st.download_button(
                        wording.CLAIMS_DOWNLOAD.format(table=codebook.table(name).label),
                        publish.frame_csv(claims_frame),
                        file_name=f"{incident_id}-{name}.csv",
                        mime="text/csv",
                        key=f"claims {name}",
                        on_click="ignore",
                    )


def _card(record) -> str:
    place = ", ".join(
        dict.fromkeys(part for part in (_text(record.place), describe.region(record), _country(record)) if part)
    )
    precision = codes.PLACE_PRECISION.label_of(record.place_precision).lower()
    lines = {
        wording.WHAT: codes.INCIDENT_TYPE.label_of(record.incident_type)
        + ("" if pd.isna(record.weapon) else f" ({codes.WEAPON.label_of(record.weapon).lower()})"),
        wording.WHERE: f"{place} ({wording.PRECISION.format(precision=precision)})",
        wording.HELD: codes.CONTROL.label_of(record.control),
        wording.WHEN: f"{describe.when(record)} "
        f"({wording.PRECISION.format(precision=codes.DATE_PRECISION.label_of(record.date_precision).lower())})",
        codebook.SUMMARY.label: _text(record.summary),
    }
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in lines.items() if text)
    title = f"{codes.INCIDENT_TYPE.label_of(record.incident_type)}, {_text(record.place) or describe.region(record)}"
    return (
        f"<article class='cd-card'><div class='cd-title'><h1>{escape(title)}</h1>"
        f"<p>{escape(str(record.incident_id))}</p></div><dl>{body}</dl></article>"
    )


def _country(record) -> str:
    """The country, where it is not what the region's name already says."""
    if pd.isna(record.country) or pd.isna(record.region):
        return ""
    return places.country_name(record.country)


def _notices(now: Desk, record) -> None:
    """What sets this record apart from a counted incident of the selection."""
    if not pd.isna(record.duplicate_of):
        st.info(wording.DUPLICATE.format(incident=record.duplicate_of))
    elif record.scope != "incident":
        st.info(wording.SET_APART.format(scope=codes.SCOPE.label_of(record.scope)))
    else:
        ids = now.settled.incidents["incident_id"].to_numpy()
        if record.incident_id not in ids[tally.selected(now.settled, now.selection)]:
            st.info(wording.OUTSIDE_SELECTION)


def _settled(now: Desk, incident_id: str, roles: pd.DataFrame) -> str:
    """The settled figure of each measure, and what it comes from: of a duplicate, those of the incident it repeats."""
    counted = explain.records(now.data, incident_id)[0]
    for frame in (now.settled.incidents, now.settled.apart):
        row = np.flatnonzero((frame["incident_id"] == counted).to_numpy())
        if len(row):
            break
    else:
        return ""
    cells = []
    for measure in MEASURES:
        figure = tally.of_one(frame, int(row[0]), measure.name)
        cells.append(
            {
                "measure": measure.label,
                "figure": theme.figure_text(figure),
                "why": _reason(now, measure.name, figure, roles[roles["measure"] == measure.name]),
            }
        )
    return parts.table(cells, {"measure": wording.MEASURE, "figure": wording.FIGURE, "why": wording.WHY})


def _reason(now: Desk, measure: str, figure: Figure, roles: pd.DataFrame) -> str:
    if figure.best is None:
        return wording.REASON_STATUS if roles["role"].eq("status").any() else wording.REASON_NONE
    best = roles[roles["role"] == "best"]["claim_id"]
    if best.empty:
        return wording.REASON_PARTS
    claims = now.data.casualties if measure in {m.name for m in PEOPLE_MEASURES} else now.data.damage
    winner = claims[claims[codebook.CLAIM_ID] == best.iat[0]].iloc[0]
    speaker = _speaker(winner[codebook.ATTRIBUTED_TO])
    others = (roles["role"].isin(("counts", "superseded", "status"))).any()
    if not others and len(best) > 1:
        return wording.REASON_SUM.format(speaker=speaker, count=len(best))
    if not others:
        return wording.REASON_ONLY.format(speaker=speaker)
    return wording.REASON_FROM.format(speaker=speaker, reason=wording.REASON_BEST[now.selection.rule])


def _speaker(name: object) -> str:
    return wording.THE_SOURCE_ITSELF if pd.isna(name) else str(name)


def _claims(now: Desk, incident_id: str, people: pd.DataFrame, damage: pd.DataFrame, roles: pd.DataFrame) -> str:
    """Every claim about the incident, newest first; those that do not count are visible but struck."""
    both = pd.concat([people, damage]).sort_values(
        [codebook.REPORTED_ON, codebook.CLAIM_ID], ascending=[False, True], na_position="last"
    )
    if both.empty:
        return f"<p class='cd-note'>{escape(wording.NO_CLAIMS)}</p>"
    sources = now.data.sources.set_index(codebook.SOURCE_ID)
    of_claim = dict(list(roles.groupby("claim_id")))
    return "".join(
        _claim(incident_id, claim, sources, of_claim[claim[codebook.CLAIM_ID]]) for _, claim in both.iterrows()
    )


def _claim(incident_id: str, claim: pd.Series, sources: pd.DataFrame, roles: pd.DataFrame) -> str:
    source = sources.loc[claim[codebook.SOURCE_ID]]
    said = wording.SAYS_ACCORDING.format(speaker=_speaker(claim[codebook.ATTRIBUTED_TO]), source=_source(source))
    reported = claim[codebook.REPORTED_ON]
    day = "" if pd.isna(reported) else wording.REPORTED_ON.format(day=theme.day_text(reported.date()))
    status = codes.STATUS.label_of(claim[codebook.STATUS])
    what = _about(claim)
    figures = "".join(_claim_figure(claim, role) for role in roles.itertuples(index=False))
    links = " · ".join(
        f"<a href='{escape(claim_url)}' target='_blank' rel='noopener noreferrer'>{escape(label)}</a>"
        for claim_url, label in ((source["url"], wording.READ_SOURCE), (source["archive_url"], wording.READ_ARCHIVE))
        if isinstance(claim_url, str) and claim_url.startswith(("https://", "http://"))
    )
    record = claim[codebook.INCIDENT_ID]
    under = "" if record == incident_id else wording.ENTERED_UNDER.format(incident=record)
    quiet = " · ".join(part for part in (str(claim[codebook.CLAIM_ID]), day, under) if part)
    return (
        f"<article class='cd-claim'><h3>{escape(said[:1].upper() + said[1:])}</h3>"
        f"<p><span class='cd-badge'>{escape(status)}</span> <span class='cd-role'>{escape(quiet)}</span></p>"
        f"<p>{escape(_text(claim[codebook.STATEMENT]))}</p>"
        f"<div class='cd-figures'>{escape(what)}{figures}</div>{f'<p>{links}</p>' if links else ''}</article>"
    )


def _about(claim: pd.Series) -> str:
    """Which people, or which structures, a claim is about, where that is not everyone."""
    if not pd.isna(claim.get(codebook.STRUCTURE_TYPE)):
        kind = codes.STRUCTURE_TYPE.label_of(claim[codebook.STRUCTURE_TYPE])
        return f"{kind}, {codes.EXTENT.label_of(claim[codebook.EXTENT]).lower()}: "
    people = claim[codebook.PEOPLE]
    return "" if people == "everyone" else f"{codes.PEOPLE.label_of(people)}: "


def _claim_figure(claim: pd.Series, role) -> str:
    """A claim's own figure for a measure and its part in the settled one; nothing where it gives none."""
    if role.role == "no figure":
        return ""
    measure = next(each for each in MEASURES if each.name == role.measure)
    low, best, high = (None if pd.isna(claim[column]) else int(claim[column]) for column in measure.columns)
    text = theme.claim_text(low, best, high)
    struck = " class='cd-struck'" if role.role in ("superseded", "status", "group") else ""
    status = codes.STATUS.label_of(claim[codebook.STATUS]).lower()
    label = "" if measure is codebook.STRUCTURES else f"{measure.label} "
    return (
        f"<span><span{struck}>{escape(label)}<b>{escape(text)}</b></span> "
        f"<span class='cd-role'>{escape(wording.ROLES[role.role].format(status=status))}</span></span>"
    )


def _source(source: pd.Series) -> str:
    """A source in words: title, publisher, day."""
    day = source["published_on"]
    parts_of_it = [
        f"“{source['title']}”",
        _text(source["publisher"]),
        "" if pd.isna(day) else wording.PUBLISHED_ON.format(day=theme.day_text(day.date())),
    ]
    return ", ".join(part for part in parts_of_it if part)


def _revisions(incident_id: str, version: int) -> str:
    """What later batches, up to the version on show, added to or changed in this incident and its claims."""
    changes = ledger.revisions(desk.engine(), incident_id)
    came = (changes["change"] == "added") & (changes["version"] == changes["version"].min())
    changes = changes[~came & (changes["version"] <= version)]
    if changes.empty:
        return f"<p class='cd-note'>{escape(wording.NO_REVISIONS)}</p>"
    lines = "".join(f"<li>{escape(_revision(change))}</li>" for change in changes.itertuples(index=False))
    return f"<ul class='cd-list'>{lines}</ul>"


_WHOLE = {"added": wording.REVISION_ADDED, "removed": wording.REVISION_REMOVED}
"""What is said of a whole record that came or went."""


def _revision(change) -> str:
    if change.change in _WHOLE:
        return _WHOLE[change.change].format(
            version=change.version, at=theme.day_text(change.at.date()), who=change.who, key=change.key
        )
    return wording.REVISION_LINE.format(
        version=change.version,
        at=theme.day_text(change.at.date()),
        who=change.who,
        label=change.label,
        key=change.key,
        old=_text(change.old) or wording.BLANK,
        new=_text(change.new) or wording.BLANK,
    )
