"""The words of charts: what stands in one, what says it to who cannot see it, and what goes with numbers and dates.

Names in braces are filled in by the caller; where two stand in one pair, they are the singular and the plural.
"""

LANGUAGE = "en"
"""The language of everything here, as a file for print declares it."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = "{day} {month} {year}"
DAY_WITHOUT_YEAR = "{day} {month}"
MONTH = "{month} {year}"
DAYS = "{first}–{last}"
"""Two days of one month: the first is its number only."""
SPAN = "{first} – {last}"
DATE_NOT_KNOWN = "date not known"
DATE_NOT_KNOWN_TO = "Date not known to the {grain}"

RANGE = "{low}–{high}"
BEST_AND_RANGE = "{best} ({range})"
OR_MORE = "{high} or more"
UP_TO = "up to {number}"
NO_FIGURE = "no figure"
NO_FIGURE_FOR = ("no figure for {unknown} of {count} incident", "no figure for {unknown} of {count} incidents")
SOME_OR_ALL = r"no figure for\nsome or all"
"""Beside the marks of periods in which some incidents or all have no figure, on two lines; for an expression."""
NO_FIGURE_IN_ANY = ("no figure in the 1 incident", "no figure in any of {count} incidents")

MEASURES = {
    "killed": "people killed",
    "injured": "people injured",
    "missing": "people missing",
    "structures": "structures damaged or destroyed",
}
"""A measure as a noun phrase inside a sentence."""

BEST, LOW_HIGH = "Best", "Low–high"
WITHOUT, WITHOUT_OF, WITHOUT_OF_BRIEF = "No figure", "{unknown} of {count}", "{unknown}/{count}"
"""The column that says for how many of the incidents of a line there is no figure."""
LOW, BEST_OF, HIGH, HIGH_OR_MORE = "Low {number}", "Best {number}", "High {number}", "High {number}\nor more"
"""What stands at the end of a running total."""

REGION_NOT_KNOWN = "Region not known"
COUNTRY_ONLY = "{country}, region not known"
REGION_ONLY = "{region}, settlement not known"

OVER_TIME = "{measure} over time"
RUNNING_TOTAL = "{measure} over time, running total"
BY_REGION = "{measure} by region"
BY_TYPE = "{measure} by incident type"
BY_EXTENT = "{measure} by type and extent"
ON_A_MAP = "{measure} on a map"
"""The name of a chart, whatever its data."""

CHART = "Chart. {what}. {said}."
MAP = "Map. {what}. {said}."
NOTHING = "{what}: {nothing}."
"""A chart in words: what it shows, then its sentences; or that it shows nothing."""
BY_PERIOD = "{measure} by {grain}"
RUNNING_TOTAL_BY_PERIOD = "Running total of {measure} by {grain}"
BY_SETTLEMENT = "{measure} by settlement"
BY_EXTENT_OF_DAMAGE = "Structures by type and extent of damage"
NO_INCIDENT = "no incident"
NO_INCIDENT_DATED = "no incident whose date is known to the {grain}"
NO_CLAIM = "no claim"
NO_PLACE = "no place is known"
AT_THE_END = "At the end"
PERIODS_TOGETHER = "{count} periods with a figure, together {figure}"
MOST_IN = "Most in {period}"
PERIODS_WITHOUT = (
    "No figure for {count} period with incidents",
    "No figure for {count} periods with incidents",
)
EMPTY, EMPTY_DATED = "no incident recorded", "no incident dated to the {grain}"
EMPTY_IN = "{empty}, {span}"
"""A long stretch of time without an incident; the second where others are not dated so exactly."""
PERIODS_PARTLY = (
    "No figure for some of the incidents in {count} of them",
    "No figure for some of the incidents in {count} of them",
)
MORE_REGIONS = ("{count} more region: {figure}", "{count} more regions together: {figure}")
MORE_SETTLEMENTS = ("{count} more settlement: {figure}", "{count} more settlements together: {figure}")
NO_FIGURE_AT = "No figure for {names}"
REGIONS = ("{count} region", "{count} regions")
SETTLEMENTS_LEFT_OUT = ("{count} more settlement", "{count} more settlements")
SETTLEMENTS = ("{count} settlement", "{count} settlements")
SUBJECT = "{subject}: {said}"
GAP = "{said}; {gap}"
"""A figure, then how many incidents have none."""
