"""Where: degrees, country and region, and coordinates of named settlements from the gazetteer."""

import numpy as np
import pandas as pd

from pipelines import codebook, issue, places
from pipelines.clean.cells import MOST_SUGGESTIONS, Context, all_blank, blank_mask, cell_issues, is_blank, suggested
from pipelines.codebook import Column, Table
from pipelines.issue import Issue
from pipelines.wording import checking as words


def _blanked(cells: pd.Series) -> pd.Series:
    return cells.mask(cells == "")


def read_degrees(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    """Reads a column of degrees, with a decimal point or comma."""
    values = pd.to_numeric(cells.mask(cells == ""), errors="coerce").astype("float64")
    open_cells = np.flatnonzero(values.isna().to_numpy() & (cells != "").to_numpy())
    if not len(open_cells):
        return values, []
    rest = cells.iloc[open_cells]
    with_comma = rest.str.fullmatch(r"[-+]?\d{1,3},\d+")
    again = pd.to_numeric(rest.where(with_comma).str.replace(",", ".", regex=False), errors="coerce").astype("float64")
    values = values.copy()
    values.iloc[open_cells] = again.to_numpy()
    wrong = open_cells[again.isna().to_numpy() & ~np.array([is_blank(text) for text in rest])]
    values = values.where(np.isfinite(values))
    return values, cell_issues(issue.NOT_DEGREES, cells, wrong, column, context)


def read_places(given: dict[str, pd.Series], typed: dict[str, pd.Series], of: Table, context: Context) -> list[Issue]:
    """Reads country and region into `typed`, then places what has no coordinates."""
    if codebook.REGION not in of.columns:
        return []
    size = next(iter(given.values())).index if given else pd.RangeIndex(0)
    empty = pd.Series("", index=size, dtype="str")
    country_text = given.get(codebook.COUNTRY, empty)
    region_text = given.get(codebook.REGION, empty)
    issues: list[Issue] = []
    country = places.country_codes_of(country_text)
    wrong = np.flatnonzero((country == "").to_numpy() & ~blank_mask(country_text))
    if len(wrong):
        nearest = suggested(country_text.iloc[wrong], places.nearest_country)
        issues.extend(cell_issues(issue.UNKNOWN_COUNTRY, country_text, wrong, codebook.COUNTRY, context, None, nearest))
    region = places.region_codes_of(region_text, country)
    open_regions = np.flatnonzero((region == "").to_numpy() & ~blank_mask(region_text))
    if len(open_regions):
        country, open_regions, found = _countries_as_regions(region_text, country_text, country, open_regions, context)
        issues.extend(found)
    if len(open_regions):
        issues.extend(_region_issues(region_text, country, open_regions, context))
    from_region = region.str.slice(0, 2)
    country = country.mask((country == "") & (region != ""), from_region)
    typed[codebook.COUNTRY] = _blanked(country)
    typed[codebook.REGION] = _blanked(region)
    issues.extend(_pair_issues(given, typed, context))
    if codebook.PLACE in of.columns and codebook.LATITUDE in of.columns:
        issues.extend(_place(given, typed, context))
    return issues


def _countries_as_regions(
    cells: pd.Series, country_text: pd.Series, country: pd.Series, at: np.ndarray, context: Context
) -> tuple[pd.Series, np.ndarray, list[Issue]]:
    """The countries with those that stand in the column of regions, which of the rows at `at` are open still, issues.

    A country's name is taken where the country beside it is blank or the same, and no region is called so. Its code
    is taken only beside the same country: "GA" is more often a state than Gabon.
    """
    texts = cells.iloc[at].str.strip()
    codes, beside = places.country_codes_of(texts), country.iloc[at]
    named = {text for text in texts.unique() if len(text) > len("UKR") and not places.is_region(text)}
    is_named, is_blank_beside = texts.isin(named).to_numpy(), blank_mask(country_text.iloc[at])
    is_country = (codes != "").to_numpy()
    taken = is_country & ((codes == beside).to_numpy() | (is_named & is_blank_beside))
    told = is_country & ~taken & ~texts.str.isdigit().to_numpy() & (is_named | is_blank_beside)
    told &= not context.is_foreign
    country = country.copy()
    country.iloc[at[taken]] = codes[taken].to_numpy()
    issues: list[Issue] = []
    for rule, those in ((issue.TAKEN_AS_COUNTRY, taken), (issue.COUNTRY_AS_REGION, told)):
        details = [{"country": places.country_name(code)} for code in codes[those]]
        issues.extend(cell_issues(rule, cells, at[those], codebook.REGION, context, details))
    return country, at[~(taken | told)], issues


def _region_issues(cells: pd.Series, country: pd.Series, wrong: np.ndarray, context: Context) -> list[Issue]:
    somewhere = places.region_codes_of(cells.iloc[wrong], pd.Series("", index=cells.index[wrong], dtype="str"))
    elsewhere = (somewhere != "").to_numpy() & (country.iloc[wrong] != "").to_numpy()
    label = context.label(codebook.REGION)
    nearest: dict[tuple[str, str], str] = {}
    issues = []
    rows = zip(wrong.tolist(), cells.iloc[wrong], country.iloc[wrong], elsewhere.tolist(), strict=True)
    lines = cells.index
    for at, value, code, is_elsewhere in rows:
        if is_elsewhere and not context.is_foreign:
            details: dict[str, object] = {"country": places.country_name(code)}
            issues.append(Issue(issue.REGION_ELSEWHERE, context.file, int(lines[at]), label, value, details))
            continue
        key = (value, code)
        if key not in nearest:
            found = places.nearest_region(*key) if len(nearest) < MOST_SUGGESTIONS else ""
            nearest[key] = words.CODE_AND_NAME.format(code=found, name=places.region_name(found)) if found else ""
        details = {"of_country": words.OF_COUNTRY.format(country=places.country_name(code)) if code else ""}
        rule = issue.REGION_NOT_FOUND if context.is_foreign else issue.UNKNOWN_REGION
        suggestion = "" if context.is_foreign else nearest[key]
        issues.append(Issue(rule, context.file, int(lines[at]), label, value, details, suggestion))
    return issues


def _pair_issues(given: dict[str, pd.Series], typed: dict[str, pd.Series], context: Context) -> list[Issue]:
    """Latitude without longitude and the other way round, by what was typed."""
    if codebook.LATITUDE not in given and codebook.LONGITUDE not in given:
        return []
    index = typed[codebook.REGION].index
    blank = {
        column: blank_mask(given[column]) if column in given else np.ones(len(index), dtype=bool)
        for column in (codebook.LATITUDE, codebook.LONGITUDE)
    }
    issues = []
    for column, other in ((codebook.LATITUDE, codebook.LONGITUDE), (codebook.LONGITUDE, codebook.LATITUDE)):
        wrong = np.flatnonzero(~blank[column] & blank[other])
        if len(wrong):
            issues.extend(cell_issues(issue.HALF_A_POINT, given[column], wrong, column, context))
    return issues


def _place(given: dict[str, pd.Series], typed: dict[str, pd.Series], context: Context) -> list[Issue]:
    """Adds coordinates from the gazetteer where a settlement is named without, and fills a blank place precision."""
    index = typed[codebook.REGION].index
    text = pd.Series(np.nan, index=index, dtype="str")
    degrees = pd.Series(np.nan, index=index, dtype="float64")
    place = typed.get(codebook.PLACE, text)
    latitude, longitude = (typed.get(column, degrees) for column in (codebook.LATITUDE, codebook.LONGITUDE))
    region, country = typed[codebook.REGION].fillna(""), typed[codebook.COUNTRY].fillna("")
    precision = typed.get(codebook.PLACE_PRECISION)
    if precision is None:
        precision = all_blank(codebook.PLACE_PRECISION, index, "category")
    was_blank = precision.isna()
    typed_blank = np.ones(len(index), dtype=bool)
    for column in (codebook.LATITUDE, codebook.LONGITUDE):
        if column in given:
            typed_blank &= blank_mask(given[column])
    wanted = (
        typed_blank
        & place.notna().to_numpy()
        & (country != "").to_numpy()
        & (was_blank | precision.isin(["exact", "settlement"])).to_numpy()
    )
    issues: list[Issue] = []
    found_at = np.zeros(len(index), dtype=bool)
    if wanted.any():
        found = places.settlements_of(place[wanted], region[wanted], country[wanted])
        hit = found["latitude"].notna().to_numpy()
        at = np.flatnonzero(wanted)[hit]
        found_at[at] = True
        latitude, longitude, region = latitude.copy(), longitude.copy(), region.copy()
        latitude.iloc[at] = found["latitude"].to_numpy()[hit]
        longitude.iloc[at] = found["longitude"].to_numpy()[hit]
        region.iloc[at] = found["region"].to_numpy()[hit]
        issues.extend(_placed_issues(place, found["name"].to_numpy()[hit], region, at, context))
    has_point = latitude.notna().to_numpy()
    derived = np.select(
        [has_point, (region != "").to_numpy(), (country != "").to_numpy()],
        ["settlement", "region", "country"],
        default="country",
    )
    known = has_point | (region != "").to_numpy() | (country != "").to_numpy()
    filled = pd.Series(derived, index=index).astype(precision.dtype)
    precision = precision.mask((was_blank & known) | found_at, filled)
    missed = np.flatnonzero(wanted & ~found_at)
    if len(missed):
        issues.extend(_missed_issues(place, region, country, precision, missed, context))
    typed[codebook.LATITUDE], typed[codebook.LONGITUDE] = latitude, longitude
    typed[codebook.REGION] = _blanked(region)
    typed[codebook.PLACE_PRECISION] = precision
    return issues


def _placed_issues(
    place: pd.Series, name: np.ndarray, region: pd.Series, at: np.ndarray, context: Context
) -> list[Issue]:
    """The notes on coordinates that were added, each with the name that the gazetteer has for the place."""
    made: dict[tuple[str, str], dict[str, object]] = {}
    details = []
    for key in zip(name.tolist(), region.iloc[at].tolist(), strict=True):
        if key not in made:
            made[key] = {"name": words.PLACE_AND_REGION.format(place=key[0], region=places.region_name(key[1]))}
        details.append(made[key])
    return cell_issues(issue.PLACED, place, at, codebook.PLACE, context, details)


def _missed_issues(
    place: pd.Series, region: pd.Series, country: pd.Series, precision: pd.Series, at: np.ndarray, context: Context
) -> list[Issue]:
    made: dict[tuple[str, str, str], dict[str, object]] = {}
    details = []
    for key in zip(*(column.iloc[at].tolist() for column in (region, country, precision)), strict=True):
        if key not in made:
            where = places.region_name(key[0]) if key[0] else places.country_name(key[1])
            made[key] = {"where": where, "precision": key[2]}
        details.append(made[key])
    return cell_issues(issue.PLACE_NOT_FOUND, place, at, codebook.PLACE, context, details)
