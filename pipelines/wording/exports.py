"""The words of what is taken away: how to cite it, what a workbook and a bundle say of themselves, the buttons."""

CITE_SHORT = "{app}, data version {version}, {when}"
CITE_SHORT_NO_DATE = "{app}, data version {version}"
CITE_LONG = (
    "{publishers}. Compiled by {app}: {title}. Data version {version}, {latest}, counting rule “{rule}”. {licence}."
)
VERSION_OF = "{version} of {day}"
QUOTED = "“{name}”"
ORIGINS_ONE = "{publisher} (from {first})"
ORIGINS_TWO = "{publisher} (from {first} and {second})"
ORIGINS_MORE = (
    "{publisher} (from {first}, {second} and {count} other)",
    "{publisher} (from {first}, {second} and {count} others)",
)
COLLECTIONS = {
    "UCDP": "UCDP: Uppsala Conflict Data Program, Georeferenced Event Dataset, under CC BY 4.0 (https://ucdp.uu.se). Its "
    "files do not say which release they are; the name of the file imported stands in the history of the desk.",
    "ACLED": "ACLED: Armed Conflict Location & Event Data (https://acleddata.com), under terms of its own, which do not "
    "allow its rows to be passed on.",
}
"""The terms of those who collect what others report, by their name as a publisher."""

CITE_LONG_NO_SOURCE = "{app}: {title}. Data version {version}, {latest}, counting rule “{rule}”. {licence}."
CITE_OWN_TITLE = "{own} ({title})"
OWN_TITLE, OWN_NOTE = "title", "note"
TOO_LONG = "The {text} has {count} characters. It may have {most} at the most."
ILLEGIBLE = "{box} stands for what our fonts lack: {characters}."
ILLEGIBLE_IN = "{character} in “{text}”"
NO_VOWEL_MARKS = "Vowel marks are not drawn."
CITE_REPORT = "Report {number}."
CITE_BESIDE = "Beside a number: {citation}"
CITE_IN_LIST = "In a list of sources: {citation}"

ABOUT_SELECTED, ABOUT_PERIOD, ABOUT_VERSION = "Selection", "Period", "Data version"
ABOUT_VERSION_WORDS = "{version}, {latest}"
ABOUT_RANGES, ABOUT_BLANK, ABOUT_SOURCES, ABOUT_TERMS = "Ranges", "Blank cells", "Sources", "Terms of a source"
ABOUT_CITE, ABOUT_LICENCE, ABOUT_CREDITS = "Cite as", "Licence", "Credits"
BLANK_IS_UNKNOWN = "A blank cell is an unknown, never a zero. Zero stands only where a source says none."
WORKBOOK_SHEET = "Sheet"
LICENCE_OF_DATA = (
    "Charts, tables and words: {licence} ({url}). The facts come from the sources named with each claim, under their "
    "own terms."
)

WITH_FIGURES = "Incidents with figures"
WITH_FIGURES_MEANING = (
    "The incidents counted, one to a row, each with the figures that its claims settle into by the counting rule. They "
    "add up to the totals."
)
SETTLED_FIGURE = "Settled from the claims by the counting rule. Blank means that no claim that counts gives a figure."
RANGE_OPEN_OF = "{measure}: the highest figure has no upper end"

BUNDLE_WHAT, BUNDLE_CITE, BUNDLE_FILES, BUNDLE_TABLES = "What this is", "How to cite", "What is in it", "The tables"
BUNDLE_CITE_HELP = (
    "Name the source of the claims you use as well (tables/sources.csv), and say how many incidents have no figure. The "
    "number of a chart (F and seven digits) stands for the chart, its data and the selection."
)
BUNDLE_FILE_LINES = (
    "tables/sources.csv, incidents.csv, casualties.csv, damage.csv: the records selected, as they are: the incidents, "
    "the records set apart and those that repeat an incident, every claim about them whatever its status, and the "
    "sources of these claims.",
    "tables/incidents_with_figures.csv: the incidents counted, each with its settled figures.",
    "datapackage.json: every file and column, for programs (Data Package 2.0).",
    "manifest.json: the SHA-256 of every file, the selection, and which standards each PDF holds to.",
    "charts/: each chart as PNG (300 to the inch), SVG and PDF, and its numbers as CSV:",
)
BUNDLE_NOT_DRAWN = "Left out: {title}. {why}"
BUNDLE_TABLE_LINES = (
    "CSV in UTF-8 with a byte order mark, separated by commas, lines ended by CR LF, days as 2023-05-31. "
    "A blank cell is an unknown, never a zero. There is no line of totals.",
    "A text that begins with = + - @ or a tab has an apostrophe in front, so that no spreadsheet runs it as a formula; "
    "so has one that begins with apostrophes and one of these. Take one apostrophe away to have the text as it was. "
    "Casualty Desk does so when it reads the four tables, which can be imported as they are: this zip, dropped on "
    "Update, changes nothing in the version that it came from.",
    "low and high are the smallest and the largest figure claimed. The sum of a column of them is a bound, not a "
    "confidence interval. or_more says that there is no upper end.",
)

DOWNLOADS = "Data"
DOWNLOADS_HELP = (
    "What is selected, from version {version}. Everything: each chart as PNG, SVG and PDF with its numbers, all tables, "
    "how to cite them, and a checksum of every file; the same selection gives the same file."
)
DOWNLOADS_WHICH = (
    "Workbook: incidents with their figures, claims and sources, a sheet each. Four tables: sources, incidents, "
    "casualties, damage as CSV. Both can be imported again."
)
DOWNLOAD_BUNDLE = "Everything (ZIP)"
DOWNLOAD_WORKBOOK = "Workbook (XLSX)"
DOWNLOAD_TABLES = "Four tables (ZIP)"
DOWNLOAD_INCIDENTS = "Incidents (CSV)"
DOWNLOAD_WORKBOOK_TOO_LARGE = "A workbook holds up to {most} incidents here. Take the CSV, or select fewer."
DOWNLOAD_SEARCH = "Search"
DOWNLOAD_FAILED = (
    "This file could not be made. The server's log says why. Please try again, or take another form of it."
)
