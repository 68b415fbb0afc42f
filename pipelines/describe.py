"""An incident's record in words: when and where it happened, as exactly as is known."""

import pandas as pd

from pipelines import codebook, codes, places, theme, wording
from pipelines.dataset import Dataset


def region(record) -> str:
    """The region of an incident by name, its country where no region is known; "" where neither is."""
    if not pd.isna(record.region):
        return places.region_name(record.region)
    return "" if pd.isna(record.country) else places.country_name(record.country)


def where(record) -> str:
    """Place and region: `Karpaty, Luhansk Oblast`; what is not known is left out, "" where nothing is."""
    place = "" if pd.isna(record.place) else str(record.place)
    return ", ".join(dict.fromkeys(part for part in (place, region(record)) if part))


def when(record) -> str:
    """The date of an incident, as exactly as it is known: `31 May 2023`, `22–28 May 2023`, `about 3 May 2023`."""
    first, last = record.date_start, record.date_end
    if pd.isna(first) and pd.isna(last):
        return wording.WHEN_NOT_STATED
    if pd.isna(first):
        return wording.WHEN_UNTIL.format(last=theme.day_text(last.date()))
    last = first if pd.isna(last) else last
    if record.date_precision == codes.DATE_PRECISION.values()[0]:
        return theme.span_text(first.date(), last.date())
    if first == last:
        return wording.WHEN_ABOUT.format(day=theme.day_text(first.date()))
    return theme.span_text(first.date(), last.date())


def known_to(record) -> str:
    """How exactly the date is known: `day`, `a few days`, `month`."""
    return codes.DATE_PRECISION.label_of(getattr(record, codebook.DATE_PRECISION)).lower()


def about(data: Dataset, table_name: str, key: str) -> str:
    """When, where and what the incident of a record of a table is; of a source its title, "" where nothing is known."""
    table = codebook.table(table_name)
    record = data.frames[table_name].loc[data.frames[table_name][table.key] == key].iloc[0]
    if table is codebook.SOURCES_TABLE:
        return str(record[codebook.TITLE])
    incidents = data.incidents.loc[data.incidents[codebook.INCIDENT_ID] == record[codebook.INCIDENT_ID]]
    if incidents.empty:
        return ""
    incident = next(incidents.itertuples(index=False))
    place = region(incident) if pd.isna(incident.place) else str(incident.place)
    kind = codebook.INCIDENT_TYPE.code_list.label_of(incident.incident_type)
    return wording.UPDATE_ABOUT.format(when=when(incident), place=place, kind=kind.lower())
